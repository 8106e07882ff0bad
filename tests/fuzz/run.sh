#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs the fuzz targets of build/fuzz, two at a time, from their seeds.
#   tests/fuzz/run.sh SECONDS [NAME...]
# New inputs stay in build/fuzz/corpus; a finding ends with status 1 and leaves its input in build/fuzz/findings. An input that takes
# 30 seconds is one; the time of day counts, so this allows for a machine with other work.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=${1:?usage: tests/fuzz/run.sh SECONDS [NAME...]}
shift
names=("$@")
if [ "${#names[@]}" -eq 0 ]; then
    for program in build/fuzz/bin/fuzz_*; do names+=("${program##*/fuzz_}"); done
fi

one() {
    mkdir -p "build/fuzz/corpus/$1" build/fuzz/findings
    local log="build/fuzz/findings/$1.log"
    if "build/fuzz/bin/fuzz_$1" -max_total_time="$2" -timeout=30 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/findings/$1-" "build/fuzz/corpus/$1" "tests/fuzz/corpus/$1" >"$log" 2>&1; then
        echo "$1: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, no finding"
        rm -f "$log"
    else
        echo "$1: FINDING, see $log"
        tail -n 30 "$log"
        return 1
    fi
}
export -f one
printf '%s\n' "${names[@]}" | xargs -P 2 -I {} bash -c 'one {} '"$seconds"
