#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the Debian packages of the given groups (build, run, test, bench, fuzz; see packages.txt). Does nothing when all are
# there. Asks no question.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -gt 0 ] || { echo "usage: $0 GROUP..." >&2; exit 2; }

wanted=()
for group in "$@"; do
    while read -r package command; do
        [ -n "$command" ] && command -v "$command" >/dev/null && continue
        wanted+=("$package")
    done < <(awk -v g="$group" '$1 == g { print $2, $3 }' "$here/packages.txt")
done

missing=()
for package in "${wanted[@]}"; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
run=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "error: packages are missing and neither root nor sudo is there to install them" >&2; exit 1; }
    run=(sudo)
fi
# Services that packages would start (nginx, haproxy) are not wanted: policy-rc.d 101 says no.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${run[@]}" tee "$policy" >/dev/null
    "${run[@]}" chmod +x "$policy"
    trap '"${run[@]}" rm -f "$policy"' EXIT
fi
log=$(mktemp)
if ! { "${run[@]}" apt-get update -q && DEBIAN_FRONTEND=noninteractive "${run[@]}" apt-get install -y -q --no-install-recommends \
        "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "error: apt-get failed; the whole log is $log" >&2
    exit 1
fi
rm -f "$log"
