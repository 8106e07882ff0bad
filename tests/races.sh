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

# Not by ctest, whose settings are those of a program without a sanitizer.
programs=(changes_under_load lifecycle data_path tls token_keys opaque_tokens upstreams websocket week_one.keys authentication_tokens
    authentication_passwords authentication_certificates mirror upstream_rules preserve_host defence alerts operations durability
    platform_sessions crud grpc_web rest_traffic framing)
export QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 GATEHOUSE_SOURCE="$PWD" GATEHOUSE_BIN="$PWD/build/ci/bin"
export GATEHOUSE_TEST_GATEWAY="$gateway" GATEHOUSE_TEST_CHANGES=150 GATEHOUSE_TEST_MEMORY_SLACK=256 GATEHOUSE_TEST_UPGRADES=3
export TSAN_OPTIONS="suppressions=$PWD/tests/tsan.supp log_path=$reports/race"
one() {
    timeout 900 "build/ci/tests/test_integration.$1" >"build/tsan/$1.log" 2>&1 && echo "passed $1" && return
    echo "failed $1, see build/tsan/$1.log"
    return 1
}
export -f one
printf '%s\n' "${programs[@]}" | xargs -P 2 -I {} bash -c 'one {}' || failed+=("tests of whole programs")
python3 bench/soak.py --programs build/tsan/bin --threads 2 --any-memory --minutes "$minutes" || failed+=("load")
for report in "$reports"/*; do
    [ -e "$report" ] && failed+=("report $report")
done
[ "${#failed[@]}" -eq 0 ] || { printf 'failed: %s\n' "${failed[@]}" >&2; exit 1; }
echo "no race found"
