#!/usr/bin/env bash
# Installs the system packages that the tests need, or says exactly which are missing and fails.
# usage: system-packages.sh test | bench
set -euo pipefail

declare -A package=(
  [chromium]=chromium [redis-server]=redis-server [wrk]=wrk [initdb]=postgresql [curl]=curl
)
declare -A wanted=( [test]="initdb redis-server chromium curl" [bench]="wrk" )

present() {
  command -v "$1" >/dev/null || compgen -G "/usr/lib/postgresql/*/bin/$1" >/dev/null
}

missing=()
for command in ${wanted[$1]}; do
  present "$command" || missing+=("${package[$command]}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "These system packages are missing: ${missing[*]}" >&2
  echo "On Debian or Ubuntu: sudo apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi
echo "Installing system packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
# The tests start their own private servers: none of the packages' own may start.
mkdir -p /etc/postgresql-common
grep -qs create_main_cluster /etc/postgresql-common/createcluster.conf ||
  echo "create_main_cluster = false" >> /etc/postgresql-common/createcluster.conf
log=$(mktemp)
{ apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 ||
  { cat "$log" >&2; echo "Installing ${missing[*]} failed." >&2; exit 1; }
