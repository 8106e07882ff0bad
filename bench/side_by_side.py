#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the gateway, nginx and HAProxy in front of one upstream and compares CPU time per request.

CPU 0 runs the proxy under test, CPU 1 the upstream and the load. The figure is the on-CPU time of all threads of the
proxy (/proc/PID/task/*/schedstat) divided by the requests that wrk completed. Every round runs all targets one after
the other, every other round in reverse order; the ratio is the median of the paired ratios of the rounds.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

import proxies
import workload
from gateway_setup import GatewayUnderTest


class Scenario:
    """`apis` and `keys`: how many documents of each the gateway has (and keys the others)."""

    def __init__(self, name, connections, variant="bare", idle=0, apis=10, keys=10_000, competitors=True):
        self.name, self.connections, self.variant = name, connections, variant
        self.idle, self.apis, self.keys, self.competitors = idle, apis, keys, competitors
        self.headers = workload.headers(variant == "features")


SCENARIOS = [
    Scenario("plain-c64", 64),
    Scenario("plain-c256", 256),
    Scenario("features-c64", 64, "features"),
    Scenario("features-c256", 256, "features"),
    Scenario("idle-5000", 64, idle=5000),
    Scenario("apis-10", 64, "features", apis=10, keys=10, competitors=False),
    Scenario("apis-10000", 64, "features", apis=10_000, keys=10_000, competitors=False),
]

WRK_LINE = re.compile(r"(\d+) requests in")
BAD_LINES = ("Non-2xx", "Socket errors")


def cpu_ns(pids):
    total = 0
    for pid in pids:
        for task in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                pass
    return total


def load(url, headers, connections, seconds):
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for header in headers:
        command += ["-H", header]
    out = subprocess.run(command + [url], capture_output=True, text=True, check=True).stdout
    for word in BAD_LINES:
        if word in out:
            raise RuntimeError(f"load on {url} saw errors:\n{out}")
    p50 = re.search(r"50%\s+(\S+)", out).group(1)
    p99 = re.search(r"99%\s+(\S+)", out).group(1)
    return int(WRK_LINE.search(out).group(1)), p50, p99


class IdleConnections:
    """Keep-alive connections that made one request and then say nothing."""

    def __init__(self, port, headers, count):
        self.sockets = []
        request = f"GET {workload.PATH} HTTP/1.1\r\nHost: bench\r\n" + "".join(h + "\r\n" for h in headers) + "\r\n"
        for _ in range(count):
            s = socket.create_connection(("127.0.0.1", port), timeout=10)
            s.sendall(request.encode())
            answer = s.recv(65536)
            if not answer.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"idle connection got {answer[:60]!r}")
            self.sockets.append(s)

    def close(self):
        for s in self.sockets:
            s.close()


def measure(target, scenario, seconds):
    idle = IdleConnections(target.port, scenario.headers, scenario.idle) if scenario.idle else None
    try:
        url = f"http://127.0.0.1:{target.port}{workload.PATH}"
        load(url, scenario.headers, scenario.connections, 1)
        before = cpu_ns(target.pids())
        requests, p50, p99 = load(url, scenario.headers, scenario.connections, seconds)
        used = cpu_ns(target.pids()) - before
    finally:
        if idle:
            idle.close()
    return {"us": used / requests / 1000, "rps": requests / seconds, "p50": p50, "p99": p99}


def run_scenario(scenario, args, work, upstream_port):
    targets = [GatewayUnderTest(args.programs.resolve(), work, upstream_port, scenario)]
    if scenario.competitors:
        targets += [proxies.Nginx(work, upstream_port, scenario), proxies.HaProxy(work, upstream_port, scenario)]
    try:
        for target in targets:
            target.start()
        rounds = []
        for number in range(args.rounds):
            order = targets if number % 2 == 0 else list(reversed(targets))
            rounds.append({t.name: measure(t, scenario, args.seconds) for t in order})
            print(f"  {scenario.name} round {number + 1}: " +
                  ", ".join(f"{n} {r['us']:.2f} us" for n, r in rounds[-1].items()), flush=True)
        return rounds
    finally:
        for target in targets:
            target.stop()


def summarise(scenario, rounds):
    rows = []
    for name in rounds[0]:
        values = [r[name]["us"] for r in rounds]
        row = {"scenario": scenario.name, "target": name, "us": statistics.median(values), "min": min(values),
               "max": max(values), "rps": statistics.median(r[name]["rps"] for r in rounds), "p50": rounds[-1][name]["p50"],
               "p99": rounds[-1][name]["p99"], "ratio": None}
        if "nginx" in rounds[0]:
            row["ratio"] = statistics.median(r[name]["us"] / r["nginx"]["us"] for r in rounds)
        rows.append(row)
    return rows


def print_table(rows):
    print("\n| scenario | target | CPU us/request (min-max) | ratio to nginx | req/s | p50 | p99 |\n|---|---|---|---|---|---|---|")
    for r in rows:
        ratio = f"**{r['ratio']:.2f}**" if r["ratio"] else ""
        print(f"| {r['scenario']} | {r['target']} | {r['us']:.2f} ({r['min']:.2f}-{r['max']:.2f}) | {ratio} | "
              f"{r['rps']:,.0f} | {r['p50']} | {r['p99']} |")
    by = {(r["scenario"], r["target"]): r["us"] for r in rows}
    for few, many, text in (("apis-10", "apis-10000", "10,000 APIs, consumers and keys against 10"),
                            ("plain-c64", "idle-5000", "5,000 idle connections against none")):
        if (few, "gatehouse") in by and (many, "gatehouse") in by:
            print(f"\n{text}: {by[(many, 'gatehouse')] / by[(few, 'gatehouse')]:.2f} of the cost per request")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", required=True, type=pathlib.Path, help="folder of gatehouse-gateway and seed_documents")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--only", help="comma list of " + ", ".join(s.name for s in SCENARIOS))
    parser.add_argument("--json", help="write all rounds to this file")
    args = parser.parse_args()
    wanted = set(args.only.split(",")) if args.only else None
    unknown = (wanted or set()) - {s.name for s in SCENARIOS}
    if unknown:
        parser.error("unknown scenario: " + ", ".join(sorted(unknown)))
    if (os.cpu_count() or 1) < 2:
        sys.exit("needs two cores: one for the proxy, one for upstream and load")

    work = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-bench-"))
    upstream = proxies.Upstream(work)
    rows, raw = [], {}
    try:
        upstream.start()
        for scenario in SCENARIOS:
            if wanted and scenario.name not in wanted:
                continue
            raw[scenario.name] = run_scenario(scenario, args, work, upstream.port)
            rows += summarise(scenario, raw[scenario.name])
            time.sleep(0.2)
    finally:
        upstream.stop()
        shutil.rmtree(work, ignore_errors=True)
    print_table(rows)
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps({"rows": rows, "rounds": raw}, indent=1))


if __name__ == "__main__":
    main()
