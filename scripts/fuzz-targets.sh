#!/usr/bin/env bash
# Builds the fuzz targets with coverage and runs each for so many seconds (600 unless given), or only those that are named:
#   scripts/fuzz-targets.sh 60 journal_reader addresses
# Needs a nightly toolchain (rustup toolchain install nightly). docs/fuzzing.md says what the targets hold.
set -euo pipefail
cd "$(dirname "$0")/../fuzz"

seconds=${1:-600}
shift || true
flags="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
 -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Cdebug-assertions=yes --cfg fuzzing"
host=$(rustc -vV | sed -n 's/^host: //p')
RUSTFLAGS=$(tr '\n' ' ' <<<"$flags") cargo +nightly build --target "$host"

targets=("$@")
((${#targets[@]})) || targets=(journal_reader addresses accept_language user_agent linkforty_json fanvue_json fansly_json trackway_json)
for target in "${targets[@]}"; do
    mkdir -p "artifacts/$target" "found/$target"
    echo "== $target"
    "${CARGO_TARGET_DIR:-target}/$host/debug/$target" -max_total_time="$seconds" -max_len=65536 -artifact_prefix="artifacts/$target/" \
        -print_final_stats=1 "found/$target" "corpus/$target"
done
