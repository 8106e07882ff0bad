#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# make.sh [build folder]: takes the pictures of the README anew. The tour of the GUI tests walks through every place and
# dialog in front of a real gateway and photographs each; the set below is copied from there. Those that need minutes of
# traffic are taken by busy.py, five minutes in front of a busy gateway.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=${1:-$here/../../build/ci}
T=$(mktemp -d "${TMPDIR:-/tmp}/screenshots.XXXXXX"); trap 'rm -rf "$T"' EXIT
mkdir "$T/pictures"
GATEHOUSE_SCREENSHOTS="$T/pictures" ctest --test-dir "$build" --output-on-failure -R '^gui\.tour$'
take() { cp "$T/pictures/$2.png" "$here/$1.png"; }
take apis-dark English-dark-place-apis
take api-form-german German-light-apis-edit-0
take request-tester English-light-place-tester
take consumers English-light-place-consumers
take go-live-dark English-dark-place-golive
take upstreams English-light-place-targets
take import-dark English-dark-place-exchange
python3 "$here/busy.py" "$build" "$here"
