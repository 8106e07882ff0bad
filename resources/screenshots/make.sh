#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# make.sh [build folder [picture...]]: takes the pictures of the README anew, or only those that are named (without .png).
# The tour of the GUI tests walks through every place and dialog in front of a real gateway and photographs each; the set
# below is copied from there. Those that need minutes of traffic are taken by busy.py, in front of a busy gateway.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
toured='apis-dark:English-dark-place-apis
api-form-german:German-light-apis-edit-0
request-tester:English-light-place-tester
consumers:English-light-place-consumers
go-live-dark:English-dark-place-golive
upstreams:English-light-place-targets
import-dark:English-dark-place-exchange'
busy='dashboard-light alerts-dark logs-german'
build=${1:-$here/../../build/ci}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- $(echo "$toured" | cut -d: -f1) $busy
T=$(mktemp -d "${TMPDIR:-/tmp}/screenshots.XXXXXX"); trap 'rm -rf "$T"' EXIT
of_busy=''
for name; do
    from=$(echo "$toured" | sed -n "s/^$name://p")
    case " $busy " in *" $name "*) of_busy="$of_busy $name"; continue;; esac
    [ -n "$from" ] || { echo "make.sh: no picture is called $name" >&2; exit 2; }
    echo "$name:$from" >> "$T/wanted"
done
if [ -e "$T/wanted" ]; then
    mkdir "$T/pictures"
    GATEHOUSE_SCREENSHOTS="$T/pictures" ctest --test-dir "$build" --output-on-failure -R '^gui\.tour$'
    while IFS=: read -r name from; do cp "$T/pictures/$from.png" "$here/$name.png"; done < "$T/wanted"
fi
[ -z "$of_busy" ] || python3 "$here/busy.py" "$build" "$here" $of_busy
