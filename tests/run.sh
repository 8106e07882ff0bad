#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what it needs, builds, and runs every test. No questions asked; the exit status is the verdict.
#   tests/run.sh              all tests, and the CORE targets of tests/fuzz/targets.cmake for 30 seconds each, two at a time (not on
#                             machines so slow that this would take more than half an hour)
#   tests/run.sh --no-fuzz    all tests alone
#   tests/run.sh --sanitize   all tests, then the gateway's again under the address and undefined-behaviour sanitizers
#   tests/run.sh --races      all tests, then those of the data path and a load under the thread sanitizer (tests/races.sh)
#   tests/run.sh --fuzz SECONDS       every fuzz target for so long each, with clang's libFuzzer
#   tests/run.sh --fuzz-core SECONDS  the CORE ones for so long each
#   tests/run.sh -R REGEX     only matching tests (as ctest -R), and no fuzz target unless asked for
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

sanitize=no
races=no
fuzz=30
fuzzed=fuzz_targets_core
asked=no
most_build=1080 # seconds; all of it is to end within 30 minutes
filter=()
while [ $# -gt 0 ]; do
    case "$1" in
        --sanitize) sanitize=yes ;;
        --races) races=yes ;;
        --fuzz|--fuzz-core)
            fuzz="${2:-}"
            [[ "$fuzz" =~ ^[1-9][0-9]{0,4}$ ]] || { echo "$1 wants seconds, 1 to 99999" >&2; exit 2; }
            [ "$1" = --fuzz-core ] || fuzzed=fuzz_targets
            asked=yes
            shift ;;
        --no-fuzz) fuzz=0 ;;
        -R) filter=(-R "$2"); shift ;;
        *) echo "usage: tests/run.sh [--sanitize] [--races] [--no-fuzz | --fuzz SECONDS | --fuzz-core SECONDS] [-R REGEX]" >&2; exit 2 ;;
    esac
    shift
done
[ "$asked" = yes ] || [ "${#filter[@]}" -eq 0 ] || fuzz=0

say() { printf '\n== %s (%dm%02ds)\n' "$1" $((SECONDS / 60)) $((SECONDS % 60)); }

say "Packages"
groups=(build run test)
[ "$fuzz" -eq 0 ] || groups+=(fuzz)
packaging/install-deps.sh "${groups[@]}"
ulimit -n "$(ulimit -Hn)"
export LC_ALL=C.UTF-8 QT_LOGGING_RULES=

say "Peers from npm"
npm ci --prefix tests --no-audit --no-fund

say "Build"
cmake --preset ci >build-configure.log 2>&1 || { cat build-configure.log; exit 1; }
rm -f build-configure.log
cmake --build --preset ci

if [ "$fuzz" -gt 0 ] && [ "$asked" = no ] && [ "$SECONDS" -gt "$most_build" ]; then
    say "Fuzz targets are left out: this machine took more than $((most_build / 60)) minutes to build (--fuzz-core $fuzz runs them)"
    fuzz=0
fi
if [ "$fuzz" -gt 0 ]; then
    say "Build of the fuzz targets"
    cmake --preset fuzz >/dev/null
    cmake --build --preset fuzz --target "$fuzzed"
    names=()
    [ "$fuzzed" = fuzz_targets ] ||
        mapfile -t names < <(sed -n 's/^gatehouse_fuzz_target(\([a-z0-9_]*\) CORE .*/\1/p' tests/fuzz/targets.cmake)
    # Many tests wait for time to pass; meanwhile the processors fuzz, behind everything that a test has to do.
    setsid nice -n 10 tests/fuzz/run.sh "$fuzz" "${names[@]}" >build/fuzz/result.log 2>&1 &
    fuzzing=$!
    trap 'kill -- "-$fuzzing" 2>/dev/null || true' EXIT
fi

say "Tests"
ctest --preset ci -j4 --no-tests=error "${filter[@]}"

if [ "$fuzz" -gt 0 ]; then
    say "Fuzz targets for $fuzz seconds each, two at a time, since the tests began"
    status=0
    wait "$fuzzing" || status=$?
    trap - EXIT
    cat build/fuzz/result.log
    [ "$status" -eq 0 ] || exit "$status"
fi

if [ "$sanitize" = yes ]; then
    say "Build of the gateway with address and undefined-behaviour sanitizers"
    cmake --preset asan -DGATEHOUSE_CONSOLE=OFF >/dev/null
    cmake --build --preset asan
    say "Tests of the gateway under the sanitizers"
    ctest --preset asan -j2 --no-tests=error -LE "no-sanitizer"
fi
if [ "$races" = yes ]; then
    say "Data path under the thread sanitizer"
    packaging/install-deps.sh bench
    tests/races.sh
fi
say "All tests passed"
