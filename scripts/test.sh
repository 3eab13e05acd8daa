#!/usr/bin/env bash
# Runs every test. Installs what it needs where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v cargo-nextest >/dev/null || cargo install cargo-nextest --locked

# A browser and a stock OAuth client, for the tests of signing in; HTTP clients of many languages; and what moves a server's clock (Debian's
# packages, where they are missing).
missing=()
[[ -x /usr/bin/chromium ]] || missing+=(chromium)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
command -v faketime >/dev/null || missing+=(faketime)
command -v curl >/dev/null || missing+=(curl)
command -v go >/dev/null || missing+=(golang-go)
command -v javac >/dev/null || missing+=(default-jdk-headless)
command -v openssl >/dev/null || missing+=(openssl)
command -v pebble >/dev/null || missing+=(pebble)
python3 -m venv --help >/dev/null 2>&1 || missing+=(python3 python3-venv)
if ((${#missing[@]})); then
    as_root=$([[ $EUID -eq 0 ]] || echo sudo)
    $as_root apt-get update
    $as_root apt-get install -y --no-install-recommends "${missing[@]}"
fi
browser=crates/cli/tests/browser
if [[ ! -d $browser/node_modules || $browser/package-lock.json -nt $browser/node_modules/.package-lock.json ]]; then
    npm ci --prefix $browser --no-audit --no-fund
fi
scripts/build-dashboard.sh
npm run --silent --prefix crates/dashboard/web check
wanted=crates/cli/tests/stock_clients/requirements.txt
if ! cmp -s "$wanted" target/stock-clients/requirements.txt; then
    python3 -m venv target/stock-clients
    target/stock-clients/bin/pip install --quiet --disable-pip-version-check --requirement "$wanted"
    cp "$wanted" target/stock-clients/requirements.txt
fi

cargo fmt --all --check
cargo clippy --workspace --all-targets --locked -- -D warnings
cargo nextest run --workspace --locked ${CI:+--profile ci}
# What only programs with https have.
cargo clippy --package trackway-cli --features tls --all-targets --locked -- -D warnings
cargo nextest run --package trackway-cli --features tls --locked --test https ${CI:+--profile ci}
scripts/fuzz-apis.sh
