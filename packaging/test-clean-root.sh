#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Proves the two commands on a fresh Debian 12: makes a minimal root with debootstrap, clones this repository into it and runs
# packaging/quickstart.sh there (and tests/run.sh with --tests). Needs root; leaves nothing behind unless --keep is given.
#   packaging/test-clean-root.sh [--tests] [--keep] [DIRECTORY]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tests=no keep=no root=
for word in "$@"; do
    case "$word" in
        --tests) tests=yes ;;
        --keep) keep=yes ;;
        -*) echo "usage: $0 [--tests] [--keep] [DIRECTORY]" >&2; exit 2 ;;
        *) root=$word ;;
    esac
done
[ "$(id -u)" -eq 0 ] || { echo "error: debootstrap and chroot need root" >&2; exit 1; }
command -v debootstrap >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends debootstrap; }
root=${root:-$(mktemp -d /var/tmp/gatehouse-root.XXXXXX)}

cleanup() {
    chroot "$root" bash -c 'cd /src && packaging/quickstart.sh --stop' >/dev/null 2>&1 || true
    for mount in dev/shm proc; do mountpoint -q "$root/$mount" && umount "$root/$mount"; done
    [ "$keep" = yes ] || rm -rf --one-file-system "$root"
}
trap cleanup EXIT

mirror=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -n 1 | tr -d ' ' || true)
debootstrap --variant=minbase bookworm "$root" ${mirror:+"$mirror"} >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
# The machine's own way to reach its packages.
cp -a /etc/apt/apt.conf.d /etc/apt/sources.list.d "$root/etc/apt/"
mkdir -p "$root/usr/local/share/ca-certificates"
cp -a /usr/local/share/ca-certificates/. "$root/usr/local/share/ca-certificates/"
cp -L /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
# An installed Debian has it, debootstrap does not make it.
printf '127.0.0.1 localhost\n::1 localhost ip6-localhost\n' >"$root/etc/hosts"
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm"
mount -t tmpfs tmpfs "$root/dev/shm"
git clone -q "$here" "$root/src"

# Ports of its own: something may listen on the usual ones of this machine.
run="cd /src && export HOME=/root PORT=43001 ADMIN_PORT=48000"
chroot "$root" bash -c "$run && packaging/quickstart.sh"
chroot "$root" bash -c "$run && curl -fsS http://127.0.0.1:43001/api/rest/demo/v1/orders >/dev/null && packaging/quickstart.sh --stop"
if [ "$tests" = yes ]; then
    chroot "$root" bash -c "$run && tests/run.sh"
fi
echo "Clean root: passed"
