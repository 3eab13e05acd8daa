#!/usr/bin/env bash
# Runs every test. Installs what it needs where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v cargo-nextest >/dev/null || cargo install cargo-nextest --locked

cargo fmt --all --check
cargo clippy --workspace --all-targets --locked -- -D warnings
cargo nextest run --workspace --locked ${CI:+--profile ci}
scripts/fuzz-apis.sh
