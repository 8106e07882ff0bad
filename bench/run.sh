#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Side by side against nginx and HAProxy in one run: CPU time per proxied request, and its ratio to nginx.
# Everything runs on loopback and stops by itself. See bench/README.md.
#   bench/run.sh [--rounds N] [--seconds S] [--only NAME[,NAME...]] [--json FILE]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
packaging/install-deps.sh build bench
if [ -z "${GATEHOUSE_BENCH_NO_BUILD:-}" ]; then
    cmake --preset release -DGATEHOUSE_BENCH=ON >/dev/null
    cmake --build --preset release --target program_gatehouse_gateway seed_documents tls_connections
fi
ulimit -n "$(ulimit -Hn)"
exec python3 bench/side_by_side.py --programs build/release/bin "$@"
