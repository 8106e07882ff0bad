# SPDX-License-Identifier: GPL-3.0-or-later
"""Hours of mixed traffic at half of what the gateway can take, with an API key, limits, log and TLS; usually a sanitizer build.
Every slice has new connections: HTTP/1.1, HTTP/2 and uploads in turn. Fails on a failed request, on memory that goes on growing,
on connections that stay open, on a report of a sanitizer and on an exit status that is not 0. Stops by itself.
usage: soak.py --programs DIR [--gateway PROGRAM] [--minutes 60] [--slice 30] [--threads 1] [--per-second N] [--any-memory]
--per-second: requests a second instead of half of the most, for a machine that does other work too.
--any-memory: growth is no fault. The shadow memory of ThreadSanitizer grows with every address that is ever used."""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import types

import workload
from gateway_setup import GatewayUnderTest
from proxies import Upstream, end_orderly

CONNECTIONS = 32
REPORT = re.compile(r"ERROR: \w+Sanitizer|WARNING: ThreadSanitizer|runtime error:|LeakSanitizer")
MAX_GROWTH = 1.05  # of the last third over the second one
KINDS = {"http/1.1": ["--h1"], "http/2": ["-m4"], "uploads": ["-m1", "-d"]}


class SoakedGateway(GatewayUnderTest):
    def __init__(self, program, threads, *rest):
        super().__init__(*rest)
        self.program, self.threads, self.log = program, threads, self.work / "gateway.log"

    def launch(self, command, env=None, log=None):
        # A small quarantine, or freed memory that the sanitizer keeps looks like growth for the first hour.
        env = env | {"ASAN_OPTIONS": "quarantine_size_mb=16:detect_leaks=1", "UBSAN_OPTIONS": "print_stacktrace=1",
                     "TSAN_OPTIONS": os.environ.get("TSAN_OPTIONS", ""), "THREADS": str(self.threads)}
        super().launch([str(self.program)], env=env, log=self.log)

    startup_seconds = 120

    def open_files(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def end(self):
        """The exit status, after all that a sanitizer says at the end."""
        self.process.terminate()
        return self.process.wait(120)


def load(gateway, kind, seconds, per_second=None, upload=None):
    """Requests that were answered by 2xx; raises when any was not."""
    rate = [f"--rps={max(per_second // CONNECTIONS, 1)}"] if per_second else []
    extra = KINDS[kind] + ([str(upload)] if kind == "uploads" else [])
    headers = [option for header in workload.headers(True) for option in ("-H", header)]
    out = subprocess.run(["taskset", "-c", "1", "h2load", "-t1", f"-c{CONNECTIONS}", "-D", str(seconds), *rate, *extra, *headers,
                          gateway.url()], capture_output=True, text=True, check=True).stdout
    good, rest = re.search(r"status codes: (\d+) 2xx, (.*)", out).groups()
    failed = re.search(r"(\d+) failed, (\d+) errored, (\d+) timeout", out).groups()
    if int(good) == 0 or re.search(r"[1-9]\d* [345]xx", rest) or any(int(n) for n in failed):
        raise RuntimeError(f"{kind}: not every request was answered\n{out}")
    return int(good)


def soak(gateway, options, upload):
    pace = options.per_second
    if not pace:
        pace = load(gateway, "http/1.1", 10) // 20
    print(f"{pace} requests a second for {options.minutes} minutes", flush=True)
    rows, requests, kinds, start = [], 0, list(KINDS), time.monotonic()
    while time.monotonic() - start < options.minutes * 60:
        kind = kinds[len(rows) % len(kinds)]
        requests += load(gateway, kind, options.slice, pace // (4 if kind == "uploads" else 1), upload)
        rows.append((gateway.resident_bytes() / 1048576, gateway.open_files()))
        print(f"{(time.monotonic() - start) / 60:6.1f} min {requests:10d} requests {rows[-1][0]:8.1f} MiB "
              f"{rows[-1][1]:4d} files  {kind}", flush=True)
    return rows, requests


def faults_of(rows, status, log, any_memory):
    third = max(len(rows) // 3, 1)
    thirds = rows[third:2 * third] or rows, rows[-third:]
    middle, last = (max(memory for memory, _ in part) for part in thirds)
    # A burst opens connections to the upstream, which stay for a while; what leaks never goes.
    fewest, later = (min(files for _, files in part) for part in thirds)
    found = []
    if last > middle * MAX_GROWTH and not any_memory:
        found.append(f"memory grows: {middle:.1f} MiB in the second third, {last:.1f} MiB in the last")
    if later > fewest + CONNECTIONS:
        found.append(f"open files grow: never below {fewest} in the second third, below {later} in the last")
    if status != 0:
        found.append(f"exit status {status}")
    report = REPORT.search(log.read_text(errors="replace"))
    if report:
        found.append(f"report of a sanitizer, see {log}: {report.group(0)}")
    return found


def main():
    end_orderly()
    options = argparse.ArgumentParser()
    options.add_argument("--programs", required=True, type=lambda text: pathlib.Path(text).resolve())
    options.add_argument("--gateway", type=lambda text: pathlib.Path(text).resolve())
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--slice", type=int, default=30)
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--per-second", type=int)
    options.add_argument("--any-memory", action="store_true")
    options = options.parse_args()
    scenario = types.SimpleNamespace(features=True, tls=True, apis=10, keys=100, certificates=0)
    work = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-soak-"))
    upload = work / "upload"
    upload.write_bytes(b"x" * 65536)
    upstream = Upstream(work)
    gateway = SoakedGateway(options.gateway or options.programs / "gatehouse-gateway", options.threads, options.programs, work,
                            upstream.port, scenario)
    try:
        upstream.start()
        gateway.start()
        rows, requests = soak(gateway, options, upload)
        found = faults_of(rows, gateway.end(), gateway.log, options.any_memory)
    finally:
        gateway.stop()
        upstream.stop()
    print(f"{requests} requests, memory {rows[0][0]:.1f} -> {rows[-1][0]:.1f} MiB, {len(found)} faults")
    if found:
        sys.exit("\n".join(found))
    shutil.rmtree(work)


main()
