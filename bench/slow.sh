#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What slow clients do to the others: latency of ordinary requests alone and beside 2,000 clients that send heads or bodies
# byte by byte or take their answers so. Everything runs on loopback and stops by itself. See bench/README.md.
#   bench/slow.sh [--rounds N] [--seconds S] [--clients N] [--pace N] [--json FILE]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
packaging/install-deps.sh build bench
ulimit -n "$(ulimit -Hn)"
if [ -z "${GATEHOUSE_BENCH_NO_BUILD:-}" ]; then
    cmake --preset release -DGATEHOUSE_BENCH=ON >/dev/null
    cmake --build --preset release --target program_gatehouse_gateway seed_documents paced_requests
fi
exec python3 bench/slow.py --programs "${GATEHOUSE_BENCH_PROGRAMS:-build/release/bin}" "$@"
