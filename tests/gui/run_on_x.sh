#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run_on_x.sh <test>: runs it on a fresh Xvfb with openbox and a home of its own. Exit 77 = skipped.
set -eu
for tool in Xvfb openbox xprop; do
    command -v $tool >/dev/null || { echo "SKIP: no $tool"; exit 77; }
done
T=$(mktemp -d "${TMPDIR:-/tmp}/gui.XXXXXX"); trap 'rm -rf "$T"' EXIT
mkdir -m 700 "$T/run" "$T/home"
unset WAYLAND_DISPLAY QT_QPA_PLATFORM || :
export HOME="$T/home" XDG_RUNTIME_DIR="$T/run" XDG_CONFIG_HOME="$T/home/config" XDG_DATA_HOME="$T/home/data"

# The server itself picks a free display and says which: tests that start at the same time never share one.
mkfifo "$T/display"
# Without -noreset it begins anew when its last client goes, which may be xprop below while the window manager is coming.
Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp -noreset 3>"$T/display" >/dev/null 2>&1 &
server=$!
read -r number <"$T/display" || { echo "FAIL: no X server"; exit 1; }
export DISPLAY=":$number"
openbox >/dev/null 2>&1 &
manager=$!
for i in $(seq 1000); do
    xprop -root _NET_SUPPORTING_WM_CHECK 2>/dev/null | grep -q "window id" && break
    kill -0 $manager 2>/dev/null || { echo "FAIL: no window manager"; kill $server; exit 1; }
    sleep 0.02
done
code=0
"$@" || code=$?
kill $manager $server || :
wait
exit $code
