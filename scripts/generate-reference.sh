#!/usr/bin/env bash
# Writes the pages of the documentation that the binary generates; a test fails where they are stale.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --quiet --package trackway-cli --bin trackway
trackway=${CARGO_TARGET_DIR:-target}/debug/trackway
"$trackway" reference commands >docs/commands.md
"$trackway" reference configuration >docs/configuration.md
"$trackway" reference example >config.example.toml
