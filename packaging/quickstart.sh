#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From a fresh Debian 12 to a working call through the gateway, and the console open beside it when there is a display.
#   packaging/quickstart.sh          install what is missing, build, start, publish a demo API, call it
#   packaging/quickstart.sh --stop   end what it started
#   packaging/quickstart.sh --bin DIR   the same with programs that are built already
# Asks no question; running it again is safe. PORT, ADMIN_PORT and GATEHOUSE_DATA_DIR are honoured.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=${GATEHOUSE_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/gatehouse}
run=$data/run
port=${PORT:-3001}
admin_port=${ADMIN_PORT:-8000}
admin_url=http://127.0.0.1:$admin_port
bin=$root/build/release/bin

step() { printf '\n[%s] %s\n' "$1" "$2"; }
fail() { printf '\nerror: %s\n' "$1" >&2; exit 1; }

# The pid in the file, if that process still runs the program.
running() {
    local pid
    pid=$(cat "$run/$1.pid" 2>/dev/null) || return 1
    [ "$(basename "$(readlink "/proc/$pid/exe" 2>/dev/null)" | sed 's/ (deleted)$//')" = "$1" ] && echo "$pid"
}

# Just after start() the process may still be the shell that becomes the program.
alive() { kill -0 "$(cat "$run/$1.pid")" 2>/dev/null; }

stop_all() {
    local pid name ended=no
    for name in gatehouse-console gatehouse-gateway gatehouse-demo-upstream; do
        if pid=$(running "$name"); then
            kill -TERM "$pid"
            for _ in $(seq 400); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
            kill -0 "$pid" 2>/dev/null && fail "$name (pid $pid) does not end"
            echo "stopped $name"
            ended=yes
        fi
        rm -f "$run/$name.pid"
    done
    [ $ended = yes ] || echo "nothing was running"
}

# start NAME LOG ARGS...: runs a program of ours in its own session.
start() {
    local name=$1 log=$2
    shift 2
    setsid nohup "$bin/$name" "$@" >"$log" 2>&1 </dev/null &
    echo $! >"$run/$name.pid"
}

random() { head -c 48 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | cut -c1-"$1"; }

write_secrets() {
    [ -s "$data/secrets.env" ] && return
    ( umask 077
      cat >"$data/secrets.env.part" <<EOF
DOORMAN_ADMIN_PASSWORD=Aa1-$(random 24)
JWT_SECRET_KEY=$(random 48)
MEM_ENCRYPTION_KEY=$(random 48)
EOF
      mv "$data/secrets.env.part" "$data/secrets.env" )
}

start_upstream() {
    running gatehouse-demo-upstream >/dev/null && [ -s "$run/upstream.port" ] && return
    rm -f "$run/upstream.port"
    local wanted
    wanted=$(cat "$run/upstream.last" 2>/dev/null || echo 0)
    start gatehouse-demo-upstream "$run/upstream.log" --port "$wanted" --port-file "$run/upstream.port"
    for _ in $(seq 100); do
        [ -s "$run/upstream.port" ] && { cp "$run/upstream.port" "$run/upstream.last"; return; }
        alive gatehouse-demo-upstream || break
        sleep 0.1
    done
    rm -f "$run/upstream.last"
    fail "the demo upstream did not start: $(tail -n 3 "$run/upstream.log")"
}

start_gateway() {
    running gatehouse-gateway >/dev/null && return
    "$bin/gatehouse-gateway" --check-config >"$run/check.log" 2>&1 || fail "the configuration has faults: $(cat "$run/check.log")"
    start gatehouse-gateway "$run/gateway.log"
    for _ in $(seq 150); do
        "$bin/gatehouse-gateway" --health-check >/dev/null 2>&1 && return
        alive gatehouse-gateway || break
        sleep 0.1
    done
    fail "the gateway did not start; last lines of $run/gateway.log: $(tail -n 5 "$run/gateway.log")"
}

publish() {
    local ctl=("$bin/gatehousectl" --url "$admin_url" --state-dir "$run")
    printf '%s' "$DOORMAN_ADMIN_PASSWORD" | "${ctl[@]}" login --user admin --password-stdin >/dev/null ||
        fail "cannot log in at $admin_url"
    sed "s#@UPSTREAM@#http://127.0.0.1:$(cat "$run/upstream.port")#" "$root/packaging/demo/demo-api.json" >"$run/demo-api.json"
    "${ctl[@]}" api apply "$run/demo-api.json" || fail "the demo API could not be published"
}

open_console() {
    if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        echo "No display here: start $bin/gatehouse-console on a desktop and connect it to $admin_url."
        return
    fi
    running gatehouse-console >/dev/null && return
    ( umask 077
      printf '{"name":"Local gateway","url":"%s","user":"admin","password":"%s","environment":"development"}\n' \
          "$admin_url" "$DOORMAN_ADMIN_PASSWORD" >"$run/connect.json" )
    start gatehouse-console "$run/console.log" --connect-file "$run/connect.json" --place dashboard
    # The console reads the file, with the password in it, and removes it.
    for _ in $(seq 150); do
        [ -e "$run/connect.json" ] || return 0
        alive gatehouse-console || break
        sleep 0.1
    done
    rm -f "$run/connect.json"
    echo "The console did not open; last lines of $run/console.log:"
    tail -n 5 "$run/console.log"
}

build=yes
case "${1:-}" in
    --stop) stop_all; exit 0 ;;
    --bin) build=no; bin=$(cd "${2:?a folder is needed after --bin}" && pwd) ;;
    "") ;;
    *) echo "usage: packaging/quickstart.sh [--stop | --bin DIR]" >&2; exit 2 ;;
esac

if [ $build = yes ]; then
    step 1/6 "Debian packages"
    "$root/packaging/install-deps.sh" build run

    step 2/6 "Build (the first time takes some minutes)"
    cd "$root"
    cmake --preset release >/dev/null
    cmake --build --preset release
fi

step 3/6 "Secrets and data directory"
mkdir -p "$data" "$run"
chmod 700 "$data" "$run"
write_secrets
set -a
# shellcheck disable=SC1091
. "$data/secrets.env"
GATEHOUSE_DATA_DIR=$data PORT=$port ADMIN_PORT=$admin_port
LOGS_DIR=${LOGS_DIR:-$data/logs}
set +a

step 4/6 "Demo upstream and gateway"
start_upstream
start_gateway

step 5/6 "Publish the demo API"
publish

step 6/6 "One call through the gateway"
call=http://127.0.0.1:$port/api/rest/demo/v1/orders/3
printf '$ curl %s\n' "$call"
answer=$(curl -fsS --max-time 10 "$call") || fail "the call through the gateway failed"
printf '%s\n' "$answer"
open_console

cat <<EOF

Gatehouse runs: traffic on http://127.0.0.1:$port, administration on $admin_url (user admin, password in $data/secrets.env).
Stop it with: packaging/quickstart.sh --stop
EOF
