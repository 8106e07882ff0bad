# SPDX-License-Identifier: GPL-3.0-or-later
"""Latency of ordinary requests alone and beside slow clients; called by bench/slow.sh."""
import argparse
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import types

import workload
from gateway_setup import GatewayUnderTest
from proxies import Upstream

CPU = ["taskset", "-c", "1"]
MODES = {"slowhttptest heads": "-H", "slowhttptest bodies": "-B", "slowhttptest reads": "-X"}
LARGE = "/bench/v1/large"
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


class LargeUpstream(Upstream):
    """Has a large answer besides: it fits into the gateway, but not into the kernel."""

    def start(self):
        (self.work / "large").write_bytes(b"x" * 200_000)
        self.more = f"location /large {{ root {self.work}; }}"
        super().start()


class SlowTarget(GatewayUnderTest):
    def environment(self, data):
        # Shorter patience than the defaults, so that a short run sees connections end.
        return super().environment(data) | {"HEADER_TIMEOUT": "5", "BODY_TIMEOUT": "5", "MAX_CONNECTIONS_PER_ADDRESS": "0"}


def measure(gateway, seconds):
    """p50 and p99 of ordinary requests in milliseconds; wrk's errors are none of theirs."""
    out = subprocess.run(CPU + ["wrk", "-t1", "-c16", f"-d{seconds}s", "--latency", "--timeout", "30s", gateway.url()],
                         capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise RuntimeError(f"ordinary requests saw errors:\n{out}")
    def value(percent):
        number, unit = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s)\b", out).groups()
        return float(number) * UNITS[unit]
    return {"p50": value(50), "p99": value(99), "per_second": float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))}


def beside(gateway, command, seconds, wait_for=None):
    """Measures while `command` runs, which stops by itself; gives its output as well."""
    process = subprocess.Popen(CPU + command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if wait_for:
        while wait_for not in process.stdout.readline():
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended")
    time.sleep(2)  # the first second belongs to connecting
    found = measure(gateway, seconds)
    found["memory_mib"] = gateway.resident_bytes() / 1048576
    return found, process.communicate(timeout=seconds + 60)[0]


def attackers(gateway, clients, seconds):
    script = str(pathlib.Path(__file__).parent / "slow_clients.py")
    for kind in ("head", "body", "read"):
        path = LARGE if kind == "read" else workload.PATH
        yield f"slow {kind}", [sys.executable, script, kind, str(gateway.port), path, str(clients), str(seconds + 4)], "ready"
    if shutil.which("slowhttptest"):
        for name, mode in MODES.items():
            yield name, ["slowhttptest", mode, "-c", str(clients), "-r", "2000", "-i", "2", "-l", str(seconds + 4), "-p", "30",
                         "-u", gateway.url()], None


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--programs", required=True, type=lambda text: pathlib.Path(text).resolve())
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=10)
    options.add_argument("--clients", type=int, default=2000)
    options.add_argument("--json", type=pathlib.Path)
    options = options.parse_args()
    scenario = types.SimpleNamespace(features=False, tls=False, apis=1, keys=0)
    rows = {}
    with tempfile.TemporaryDirectory(prefix="gatehouse-slow-") as directory:
        work = pathlib.Path(directory)
        upstream = LargeUpstream(work)
        gateway = SlowTarget(options.programs, work, upstream.port, scenario)
        try:
            upstream.start()
            gateway.start()
            measure(gateway, 2)
            for _ in range(options.rounds):
                quiet = measure(gateway, options.seconds)
                quiet["memory_mib"] = gateway.resident_bytes() / 1048576
                rows.setdefault("nobody else", []).append(quiet)
                for name, command, wait_for in attackers(gateway, options.clients, options.seconds):
                    found, said = beside(gateway, command, options.seconds, wait_for)
                    if wait_for:
                        found |= json.loads(said.strip().splitlines()[-1])
                    rows.setdefault(name, []).append(found)
        finally:
            gateway.stop()
            upstream.stop()
    report(rows, options)


def report(rows, options):
    middle = {name: {key: statistics.median(found[key] for found in rounds) for key in ("p50", "p99", "per_second", "memory_mib")}
              for name, rounds in rows.items()}
    quiet = middle["nobody else"]
    print(f"{options.clients} slow clients, median of {options.rounds} rounds of {options.seconds} s")
    print(f"{'beside':28}{'p50 ms':>9}{'p99 ms':>9}{'p99 ratio':>11}{'req/s':>9}{'MiB':>8}")
    for name, row in middle.items():
        ratio = row["p99"] / quiet["p99"]
        print(f"{name:28}{row['p50']:9.2f}{row['p99']:9.2f}{ratio:11.2f}{row['per_second']:9.0f}{row['memory_mib']:8.1f}")
    for name, rounds in rows.items():
        if "opened" in rounds[0]:
            print(f"{name}: {rounds[-1]['opened']} connections opened, {rounds[-1]['ended']} ended by the gateway")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2))


main()
