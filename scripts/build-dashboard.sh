#!/usr/bin/env bash
# Builds the dashboard, which becomes part of the next binary that Cargo builds. Needs Node 20.19 or later with npm.
set -euo pipefail
cd "$(dirname "$0")/../crates/dashboard/web"
if [[ ! -d node_modules || package-lock.json -nt node_modules/.package-lock.json ]]; then
    npm ci --no-audit --no-fund
fi
npm run --silent build
