#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run_with_keyring.sh <bus configuration> <test>: runs the test beside an unlocked gnome-keyring that sees nothing of
# the user's. Exit 77 = skipped.
set -eu
conf=$1; shift
command -v dbus-run-session >/dev/null && command -v gnome-keyring-daemon >/dev/null || { echo "SKIP: no gnome-keyring"; exit 77; }
T=$(mktemp -d "${TMPDIR:-/tmp}/kr.XXXXXX"); trap 'rm -rf "$T"' EXIT
mkdir -m 700 "$T/run" "$T/home"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS XDG_CURRENT_DESKTOP DESKTOP_SESSION KDE_SESSION_VERSION GNOME_KEYRING_CONTROL QT_NO_GLIB || :
export HOME="$T/home" XDG_RUNTIME_DIR="$T/run" XDG_DATA_HOME="$T/home/data" XDG_CONFIG_HOME="$T/home/config" XDG_CACHE_HOME="$T/home/cache"
dbus-run-session --config-file="$conf" -- sh -c '
  printf %s testpw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 77
  "$@"' sh "$@"
