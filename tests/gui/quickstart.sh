#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# quickstart.sh <source folder> <folder of the programs>: packaging/quickstart.sh as a new user runs it, on a display of
# its own. The console must open connected and on the dashboard; a second run changes nothing; --stop ends all of it.
# Exit 77 = skipped.
set -euo pipefail
source=$1 bin=$2
for tool in xprop jq curl python3; do
    command -v $tool >/dev/null || { echo "SKIP: no $tool"; exit 77; }
done
home=$HOME
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
PORT=$(free_port) ADMIN_PORT=$(free_port) GATEHOUSE_DATA_DIR=$home/gatehouse
export PORT ADMIN_PORT GATEHOUSE_DATA_DIR
run=$GATEHOUSE_DATA_DIR/run
quickstart() { "$source/packaging/quickstart.sh" "$@"; }
trap 'quickstart --stop >/dev/null 2>&1 || true' EXIT
fail() { echo "FAIL: $1"; tail -n 20 "$run"/*.log 2>/dev/null || true; exit 1; }
# eventually SECONDS COMMAND...: until it succeeds
eventually() {
    local end=$((SECONDS + $1)); shift
    until "$@"; do [ $SECONDS -lt $end ] || return 1; sleep 0.2; done
}

quickstart --bin "$bin" >"$home/first.txt" 2>&1 || { cat "$home/first.txt"; fail "the first run failed"; }
grep -q '"id"' "$home/first.txt" || { cat "$home/first.txt"; fail "no answer of the demo call"; }
[ "$(stat -c %a "$GATEHOUSE_DATA_DIR/secrets.env")" = 600 ] || fail "others may read the secrets"
[ ! -e "$run/connect.json" ] || fail "the password is still in connect.json"

titles() { for w in $(xprop -root _NET_CLIENT_LIST | sed 's/.*# //; s/,//g'); do xprop -id "$w" _NET_WM_NAME; done 2>/dev/null; }
on_dashboard() { titles | grep -q 'Dashboard.*Local gateway'; }
eventually 30 on_dashboard || { titles || :; fail "the console does not show the dashboard of the local gateway"; }

password=$(sed -n 's/^DOORMAN_ADMIN_PASSWORD=//p' "$GATEHOUSE_DATA_DIR/secrets.env")
token=$(curl -fsS "http://127.0.0.1:$ADMIN_PORT/platform/authorization" -H 'content-type: application/json' \
    -d "{\"email\":\"admin\",\"password\":\"$password\"}" | jq -r '.access_token')
ask() { curl -fsS -H "Authorization: Bearer $token" "http://127.0.0.1:$ADMIN_PORT$1"; }
# The console reads the live numbers of its dashboard: its own calls are in the log.
console_reads() { ask '/platform/logging/logs?endpoint=/platform/monitor/live' | jq -e '.total > 0' >/dev/null; }
eventually 30 console_reads || fail "the console is not connected"
# What the dashboard draws contains the demo call: within a second or two, once its second is over.
live_shows_the_call() { ask /platform/monitor/live | jq -e '[.points[].requests] | add >= 1' >/dev/null; }
eventually 30 live_shows_the_call || fail "the demo call is not in the live numbers"
demo_calls() { ask '/platform/logging/logs?api=demo' | jq -r .total; }
[ "$(demo_calls)" -ge 1 ] || fail "the demo call is not in the log"

pids() { cat "$run"/*.pid; }
before=$(pids)
quickstart --bin "$bin" >"$home/second.txt" 2>&1 || { cat "$home/second.txt"; fail "the second run failed"; }
[ "$(pids)" = "$before" ] || fail "the second run started something anew"
[ "$(ask /platform/api/all | jq '.apis | length')" = 1 ] || fail "the demo API is there twice"

quickstart --stop >"$home/stop.txt" || fail "--stop failed"
for pid in $before; do kill -0 "$pid" 2>/dev/null && fail "process $pid still runs"; done
quickstart --stop | grep -q "nothing was running" || fail "--stop is not repeatable"
echo PASS
