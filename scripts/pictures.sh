#!/usr/bin/env bash
# Takes the pictures of the dashboard that the README shows, of a demo that is the same every time, into docs/images. Needs what
# scripts/test.sh installs.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/build-dashboard.sh
cargo build --locked --bin trackway
trackway=$(realpath "${CARGO_TARGET_DIR:-target}/debug/trackway")

data=$(mktemp -d)
"$trackway" demo --data "$data/demo" --listen 127.0.0.1:0 >"$data/out" &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$data"' EXIT
until grep -q '^listening on ' "$data/out"; do kill -0 $server; sleep 0.2; done

field() { sed -n "$1" "$data/out"; }
address=$(field 's/^listening on //p')
email=$(field 's/^Sign in as \(.*\) with the password .*/\1/p')
password=$(field 's/^Sign in as .* with the password \(.*\)/\1/p')
mkdir -p docs/images
CASE=$(printf '{"address": "%s", "email": "%s", "password": "%s", "chromium": "/usr/bin/chromium", "folder": "%s/docs/images"}' \
    "$address" "$email" "$password" "$PWD") node crates/cli/tests/browser/dashboard/pictures.mjs
