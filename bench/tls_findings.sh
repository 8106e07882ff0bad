#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What testssl.sh and sslscan say of the gateway's HTTPS, with a certificate of a private authority. Takes some minutes; ends by
# itself. Fails on any finding above LOW, on a grade that is not A or A+, and on what is weak in sslscan's eyes.
#   bench/tls_findings.sh [DIRECTORY]     keeps both reports there
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
packaging/install-deps.sh build bench
if [ -z "${GATEHOUSE_BENCH_NO_BUILD:-}" ]; then
    cmake --preset release >/dev/null
    cmake --build --preset release --target program_gatehouse_gateway
fi
work=$(mktemp -d)
gateway=
trap '[ -z "$gateway" ] || kill "$gateway" 2>/dev/null; wait; rm -rf "$work"' EXIT

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj "/CN=Gatehouse bench authority" \
    -addext keyUsage=critical,keyCertSign,cRLSign -keyout "$work/ca.key" -out "$work/ca.crt" 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout "$work/leaf.key" -out "$work/leaf.csr" 2>/dev/null
printf '%s\n' subjectAltName=DNS:localhost basicConstraints=critical,CA:false keyUsage=critical,digitalSignature \
    extendedKeyUsage=serverAuth crlDistributionPoints=URI:http://localhost/bench.crl >"$work/extensions"
openssl x509 -req -in "$work/leaf.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -CAcreateserial -days 90 -extfile "$work/extensions" \
    -out "$work/leaf.crt" 2>/dev/null

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
secret() { head -c 32 /dev/urandom | base64; }
port=$(free_port)
env -i PATH="$PATH" HOME="$work" PORT="$port" HOST=127.0.0.1 ADMIN_PORT="$(free_port)" GATEHOUSE_DATA_DIR="$work/data" \
    LOGS_DIR="$work/logs" DOORMAN_ADMIN_PASSWORD="Bench-Password-2026!" JWT_SECRET_KEY="$(secret)" MEM_ENCRYPTION_KEY="$(secret)" \
    HTTPS_ONLY=true TLS_CERTIFICATE="$work/leaf.crt" TLS_PRIVATE_KEY="$work/leaf.key" \
    build/release/bin/gatehouse-gateway >"$work/gateway.log" 2>&1 &
gateway=$!
for _ in $(seq 100); do
    curl -sf --cacert "$work/ca.crt" "https://localhost:$port/health" >/dev/null && break
    kill -0 "$gateway" 2>/dev/null || { cat "$work/gateway.log" >&2; exit 1; }
    sleep 0.1
done

# Debian 12's testssl.sh (3.0) gives no grade, that of its backports (3.2) does. It is unpacked beside; nothing is installed.
graded_testssl() {
    local mirror options=(-q -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$work/lists"
        -o Dir::Cache="$work/cache" -o APT::Sandbox::User=)
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Codename: bookworm' 'Component: main' | head -n 1)
    [ -n "$mirror" ] || { echo "no Debian 12 mirror among the package sources" >"$work/apt.log"; return 1; }
    mkdir -p "$work/lists/partial" "$work/cache"
    echo "deb $mirror bookworm-backports main" >"$work/sources.list"
    (cd "$work" && apt-get "${options[@]}" update && apt-get "${options[@]}" download testssl.sh && dpkg-deb -x testssl.sh_*.deb testssl) \
        >"$work/apt.log" 2>&1
}
testssl=testssl
if dpkg --compare-versions "$(dpkg-query -W -f='${Version}' testssl.sh 2>/dev/null || echo 0)" lt 3.2; then
    graded_testssl || { cat "$work/apt.log" >&2; echo "error: testssl.sh 3.2, which grades, could not be had" >&2; exit 1; }
    testssl=$work/testssl/usr/bin/testssl
    export TESTSSL_INSTALL_DIR=$work/testssl/etc/testssl
fi

# testssl.sh ends with the number of its findings.
"$testssl" --quiet --warnings batch --color 0 --ip 127.0.0.1 --add-ca "$work/ca.crt" --jsonfile "$work/testssl.json" \
    "https://localhost:$port" >"$work/testssl.txt" || true
sslscan --no-colour "localhost:$port" >"$work/sslscan.txt"
[ $# -eq 0 ] || { mkdir -p "$1"; cp "$work/testssl.txt" "$work/testssl.json" "$work/sslscan.txt" "$1"; }

python3 - "$work/testssl.json" <<'PYTHON'
import json, sys
found = {row["id"]: row for row in json.load(open(sys.argv[1]))}
worse = [row for row in found.values() if row["severity"] in ("MEDIUM", "HIGH", "CRITICAL")]
for row in worse:
    print(f"{row['severity']}: {row['id']}: {row['finding']}")
grade = found.get("overall_grade", {}).get("finding", "not given")
print(f"testssl.sh: {len(found)} checks, {len(worse)} findings above LOW, grade {grade}")
sys.exit(0 if not worse and grade in ("A", "A+") else 1)
PYTHON
weak='^(SSLv[23]|TLSv1\.[01]|TLSv1) +enabled|RC4|DES-CBC3|NULL|EXP-|: vulnerable|^TLSv1\.[23] vulnerable'
if grep -E "$weak" "$work/sslscan.txt"; then
    echo "sslscan finds something weak"
    exit 1
fi
echo "sslscan: nothing weak among $(grep -cE '^(Accepted|Preferred)' "$work/sslscan.txt") ciphers"
