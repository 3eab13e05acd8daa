#!/usr/bin/env bash
# Asks a new installation for everything that its OpenAPI documents describe, and for what they do not allow: no answer may be a 5xx, nor
# one that is not documented. Installs what it needs into target/.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}

fuzzer=$(realpath -m "$target/fuzzer")
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
field() { python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
account=$("$trackway" accounts create --data "$data" --handle mia --profile-url https://example.com/mia --json)
id=$(field id <<<"$account")
uuid=$(field uuid <<<"$account")
scopes="read:self read:creator write:creator read:tracking_links write:tracking_links"
token=$("$trackway" tokens issue --data "$data" --account mia --scopes "$scopes" --json | field access_token)
secret=$("$trackway" accounts set-inbound --data "$data" --account mia --platform fansly --json | field secret)
link=$(curl -s "$url/tracking-links" -H "Authorization: Bearer $token" -H "X-Fanvue-API-Version: 2025-06-26" \
    -H "Content-Type: application/json" -d '{"name": "fuzzed", "externalSocialPlatform": "other"}' | field uuid)
number=$(curl -s "$url/api/fansly/$id/tracking-links" -H "x-api-key: $key" -H "Content-Type: application/json" -d '{"label": "fuzzed"}' \
    | python3 -c 'import json, sys; print(json.load(sys.stdin)["data"]["data"]["response"]["id"])')

# Takes the values of path variables first, up to `--`: made-up ones would get no further than a 404.
fuzz() {
    printf '[parameters]\n' >"$data/known.toml"
    while [ "$1" != -- ]; do
        printf '"path.%s" = "%s"\n' "${1%%=*}" "${1#*=}" >>"$data/known.toml"
        shift
    done
    shift
    # What is known is to be there for the operations after a deletion too.
    printf '[[operations]]\ninclude-method = "DELETE"\n[operations.parameters]\n"path.uuid" = "00000000-0000-4000-8000-000000000001"\n' \
        >>"$data/known.toml"
    # It leaves notes where it is started.
    (cd "$data" && "$fuzzer/bin/schemathesis" --config-file "$data/known.toml" run --no-color --seed 1 --max-examples 10 \
        --phases examples,coverage,fuzzing --generation-database none \
        --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance "$@")
}
fuzz -- --url "$url" --header "Authorization: Bearer $key" "$url/api/openapi.json"
fuzz "account=$uuid" "secret=$secret" "token=$key" -- --url "$url" --header "Authorization: Bearer $key" "$url/openapi/trackway.json"
fuzz "uuid=$link" "creatorUserUuid=$uuid" -- --url "$url" --header "Authorization: Bearer $token" --header "X-Fanvue-API-Version: 2025-06-26" "$url/openapi/fanvue.json"
fuzz "account_id=$id" "id=$number" -- --url "$url/api/fansly" --header "x-api-key: $key" "$url/api/fansly/openapi.json"
