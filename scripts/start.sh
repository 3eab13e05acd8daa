#!/usr/bin/env bash
# Builds Trackway and starts it. What follows the command goes to `trackway serve`.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked --bin trackway
exec target/release/trackway serve "$@"
