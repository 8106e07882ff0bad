#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# slowhttptest for SECONDS with as many clients as asked for. It does not replace those that are cut off: here each of several crowds
# comes back after CYCLE seconds, one crowd after the other, so that somebody always comes. That there are several has one more reason:
# slowhttptest polls all its sockets without rest, those cut off too, and where the kernel is not preempted nothing interrupts a poll
# of 2,000 (0.15 ms): whoever shares the processor would wait for the tool.
# Says "ready" when all are there, and at the end counts of nothing, as slow_clients.py says its own.
#   bench/slowhttptest.sh MODE URL CLIENTS SECONDS
set -euo pipefail
CROWDS=8 CYCLE=6
mode=$1 url=$2 clients=$((($3 + CROWDS - 1) / CROWDS)) seconds=$4
crowd() {
    local left end=$((SECONDS + seconds + CYCLE)) ms=$(($1 * CYCLE * 1000 / CROWDS))
    sleep "$((ms / 1000)).$(printf %03d $((ms % 1000)))"
    while left=$((end - SECONDS)) && [ "$left" -gt 0 ]; do
        slowhttptest "$mode" -c "$clients" -r "$clients" -i 2 -l "$((left < CYCLE ? left : CYCLE))" -p 30 -u "$url" >/dev/null
    done
}
crowds=()
for ((number = 0; number < CROWDS; number++)); do
    crowd "$number" &
    crowds+=($!)
done
sleep "$CYCLE"
echo ready
for pid in "${crowds[@]}"; do wait "$pid"; done
echo '{}'
