#!/usr/bin/env bash
# Asks a new installation for everything that its OpenAPI documents describe, and for what they do not allow: no answer may be a 5xx, nor
# one that is not documented. Installs what it needs into target/.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}

fuzzer=$target/fuzzer
[ -x "$fuzzer/bin/schemathesis" ] || { python3 -m venv "$fuzzer" && "$fuzzer/bin/pip" install --quiet schemathesis==4.32.5; }

cargo build --locked --bin trackway
trackway=$PWD/$target/debug/trackway
[ -x "$trackway" ] || trackway=$target/debug/trackway

data=$(mktemp -d)
export TRACKWAY_LINKFORTY_RATE=1000000 TRACKWAY_FANVUE_RATE=1000000 TRACKWAY_FANSLY_RATE=1000000
"$trackway" serve --data "$data" --listen 127.0.0.1:0 >"$data.out" &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$data" "$data.out"' EXIT
until grep -q '^listening on ' "$data.out"; do kill -0 $server; sleep 0.1; done

url=$(sed -n 's/^listening on //p' "$data.out")
key=$(sed -n 's/^ *\(tw_live_.*\)/\1/p' "$data.out")
"$trackway" accounts create --data "$data" --handle mia --profile-url https://example.com/mia >/dev/null
scopes="read:self read:creator write:creator read:tracking_links write:tracking_links"
token=$("$trackway" tokens issue --data "$data" --account mia --scopes "$scopes" --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])')

fuzz() {
    "$fuzzer/bin/schemathesis" run --no-color --seed 1 --max-examples 10 --phases examples,coverage,fuzzing --generation-database none \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance "$@"
}
fuzz --url "$url" --header "Authorization: Bearer $key" "$url/api/openapi.json"
fuzz --url "$url" --header "Authorization: Bearer $token" --header "X-Fanvue-API-Version: 2025-06-26" "$url/openapi/fanvue.json"
fuzz --url "$url/api/fansly" --header "x-api-key: $key" "$url/api/fansly/openapi.json"
