#!/usr/bin/env bash
# Runs every test. Installs what it needs where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v faketime >/dev/null; then
  # A test moves the server's clock by its library.
  as_root=$([ "$(id -u)" -eq 0 ] || echo sudo)
  $as_root apt-get update -qq
  $as_root apt-get install -y -qq faketime
fi
command -v cargo-nextest >/dev/null || cargo install cargo-nextest --locked

cargo fmt --all --check
cargo clippy --workspace --all-targets --locked -- -D warnings
cargo nextest run --workspace --locked ${CI:+--profile ci}
