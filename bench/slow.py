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
import urllib.request

import workload
from gateway_setup import GatewayUnderTest
from proxies import Upstream

CPU = ["taskset", "-c", "1"]
REASONS = {"head": "header_timeout", "body": "body_timeout", "read": "slow_reader", "sip": "slow_reader"}  # each is cut for its own
MODES = {"slowhttptest heads": "-H", "slowhttptest bodies": "-B", "slowhttptest reads": "-X"}
LARGE = "/bench/v1/large"
LARGE_BYTES = 4 * 1024 * 1024
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


class LargeUpstream(Upstream):
    """Has large answers besides, which it sends as they are taken: each reader costs it a small socket buffer."""

    listen = "sndbuf=32k"

    def start(self):
        (self.work / "large").write_bytes(b"x" * LARGE_BYTES)
        self.more = f"location /large {{ root {self.work}; sendfile on; }}"
        super().start()


class SlowTarget(GatewayUnderTest):
    def environment(self, data):
        # Less patience than the defaults have, so that a short run sees connections end.
        found = super().environment(data) | {"HEADER_TIMEOUT": "5", "BODY_TIMEOUT": "5", "MIN_BODY_RATE_BYTES": "32768"}
        self.admin_port = int(found["ADMIN_PORT"])
        return found

    def cut(self, reason):
        """How many it has cut off for that."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}/metrics", timeout=30) as answer:
            found = re.search(rf'^gatehouse_errors_total{{reason="{reason}"}} (\d+)', answer.read().decode(), re.MULTILINE)
        return int(found.group(1)) if found else 0


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
    for kind, reason in REASONS.items():
        path = LARGE if reason == "slow_reader" else workload.PATH
        yield f"slow {kind}", [sys.executable, script, kind, str(gateway.port), path, str(clients), str(seconds + 4)], reason
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
                for name, command, reason in attackers(gateway, options.clients, options.seconds):
                    before = gateway.cut(reason) if reason else 0
                    found, said = beside(gateway, command, options.seconds, "ready" if reason else None)
                    if reason:
                        found |= json.loads(said.strip().splitlines()[-1]) | {"reason": reason, "cut": gateway.cut(reason) - before}
                    rows.setdefault(name, []).append(found)
        finally:
            gateway.stop()
            upstream.stop()
    report(rows, options)
    spared = [name for name, rounds in rows.items() if any(found.get("cut", options.clients) < options.clients for found in rounds)]
    if spared:
        sys.exit("not every client was cut off and counted: " + ", ".join(spared))


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
            last = rounds[-1]
            print(f"{name}: {last['opened']} connections opened, {last['ended']} saw their end, {last['cut']} counted as {last['reason']}")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2))


main()
