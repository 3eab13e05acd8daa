#!/usr/bin/env bash
# Measures the dashboard over the data in a folder, such as `questions --clicks 10000000 --links 100000 --data DIR` leaves: how soon the first view
# can be used, what its requests take, and how a long table scrolls. The folder gets somebody who can sign in. Takes the folder, and the
# first and the last day to look at. Needs what scripts/test.sh installs.
set -euo pipefail
data=$(realpath "$1") from=$2 to=$3
cd "$(dirname "$0")/.."
if [[ -z ${TRACKWAY:-} ]]; then
    scripts/build-dashboard.sh
    cargo build --release --locked --bin trackway
fi
trackway=$(realpath "${TRACKWAY:-${CARGO_TARGET_DIR:-target}/release/trackway}")

email=looker@example.com password=$(head -c 12 /dev/urandom | base64)
"$trackway" users create --data "$data" --email $email --name Looker --role owner --password-stdin <<<"$password" >/dev/null 2>&1 ||
    password=$("$trackway" users set-password --data "$data" --email $email --json | sed -n 's/.*"password": *"\([^"]*\)".*/\1/p')

out=$(mktemp)
"$trackway" serve --data "$data" --listen 127.0.0.1:0 >"$out" 2>&1 &
server=$!
trap 'kill $server; wait $server || true; rm -f "$out"' EXIT
until grep -q '^listening on ' "$out"; do kill -0 $server; sleep 0.2; done
address=$(sed -n 's/^listening on //p' "$out")
CASE=$(printf '{"address": "%s", "email": "%s", "password": "%s", "chromium": "/usr/bin/chromium", "from": "%s", "to": "%s"}' \
    "$address" $email "$password" "$from" "$to") node crates/cli/tests/browser/dashboard/figures.mjs
