#!/usr/bin/env bash
# Runs the committed Postman collection against a started Farol and fails where an answer is not as
# documented. usage: run.sh BASE_URL ADMIN_PASSWORD
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
base_url=$1
password=$2

cd "$root/ci-cd/postman"
if [ ! -e node_modules/.complete ] || [ package-lock.json -nt node_modules/.complete ]; then
  npm ci --no-audit --no-fund --loglevel=error
  touch node_modules/.complete
fi
exec node_modules/.bin/newman run "$root/docs/postman/farol.postman_collection.json" \
  --working-dir "$root/docs/postman/files" \
  --env-var "base_url=$base_url" --env-var "admin_password=$password" \
  --timeout-request 60000 --color off --reporters cli --reporter-cli-no-banner
