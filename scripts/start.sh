#!/usr/bin/env bash
# Builds Trackway with its dashboard and starts it. What follows the command goes to `trackway serve`.
set -euo pipefail
cd "$(dirname "$0")/.."
if command -v npm >/dev/null; then
    scripts/build-dashboard.sh
else
    echo "npm is not there: Trackway is built without its dashboard" >&2
fi
cargo build --release --locked --bin trackway
exec target/release/trackway serve "$@"
