#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Looks for data races with ThreadSanitizer: in the tests of the data path, then in a gateway that the tests of whole programs and a
# load of MINUTES (2 when not said) drive. Programs and tests of the ci build must be there (tests/run.sh --races does it all).
#   tests/races.sh [MINUTES]
# A report fails it. Those of the gateway stay in build/tsan/reports.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
minutes=${1:-2}
reports="$PWD/build/tsan/reports"
gateway="$PWD/build/tsan/bin/gatehouse-gateway"

cmake --preset tsan -DGATEHOUSE_CONSOLE=OFF -DGATEHOUSE_BENCH=ON >/dev/null
cmake --build --preset tsan --target program_gatehouse_gateway seed_documents tests/gateway/net/all tests/gateway/proxy/all \
    tests/integration/proxy/all
rm -rf "$reports"
mkdir -p "$reports"
failed=()
ctest --preset tsan -j2 --no-tests=error -R '^(gateway\.(net|proxy)|integration\.proxy)\.' || failed+=("tests of the data path")

export TSAN_OPTIONS="suppressions=$PWD/tests/tsan.supp log_path=$reports/race"
GATEHOUSE_TEST_GATEWAY="$gateway" ctest --preset ci -j2 --no-tests=error -R '^integration\.' -E '^integration\.(proxy|console)\.' \
    || failed+=("tests of whole programs")
python3 bench/soak.py --programs build/tsan/bin --threads 2 --minutes "$minutes" || failed+=("load")
for report in "$reports"/*; do
    [ -e "$report" ] && failed+=("report $report")
done
[ "${#failed[@]}" -eq 0 ] || { printf 'failed: %s\n' "${failed[@]}" >&2; exit 1; }
echo "no race found"
