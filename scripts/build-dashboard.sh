#!/usr/bin/env bash
# Builds the dashboard, which becomes part of the next binary that Cargo builds. Needs Node 20.19 or later with npm.
set -euo pipefail
cd "$(dirname "$0")/../crates/dashboard/web"
if [[ ! -d node_modules || package-lock.json -nt node_modules/.package-lock.json ]]; then
    npm ci --no-audit --no-fund
fi
# A build writes every file anew, and then Cargo builds anew too.
made_of=(src scripts index.html ./*.json ./*.js ./*.ts ../../dialect-*/tests/snapshots/openapi__document.snap)
if [[ -f dist/index.html && -z $(find "${made_of[@]}" -newer dist/index.html -print -quit) ]]; then
    exit
fi
npm run --silent build
