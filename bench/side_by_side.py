#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the gateway, nginx and HAProxy in front of one upstream and compares CPU time per request.

CPU 0 runs the proxy under test, CPU 1 the upstream and the load. The figure is the on-CPU time of all threads of the
proxy (/proc/PID/task/*/schedstat) divided by the requests that were answered. Every round runs all targets one after
the other, every other round in reverse order; the ratio is the median of the paired ratios of the rounds. Rounds are many and
short, because a virtual machine's speed wanders by a fifth within seconds: the median of five rounds moved by a tenth between runs.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

import loads
import proxies
import workload
from gateway_setup import GatewayUnderTest


@dataclasses.dataclass
class Scenario:
    """`apis`, `keys`: how many documents of each there are (and keys at the others). `load`: what makes the requests."""

    name: str
    connections: int = 64
    features: bool = False
    load: object = loads.wrk
    idle: int = 0
    apis: int = 10
    keys: int = 10_000
    competitors: bool = True
    tls: bool = False
    streams: int = 0
    handshake: str = ""
    certificates: int = 0
    websocket: bool = False
    programs: pathlib.Path = None

    @property
    def headers(self):
        return workload.headers(self.features)


SCENARIOS = [
    Scenario("plain-c32", 32),
    Scenario("plain-c64"),
    Scenario("plain-c256", 256),
    Scenario("features-c32", 32, features=True),
    Scenario("features-c64", features=True),
    Scenario("features-c256", 256, features=True),
    Scenario("idle-5000", 32, idle=5000),
    Scenario("apis-10", features=True, apis=10, keys=10, competitors=False),
    Scenario("apis-10000", features=True, apis=10_000, keys=10_000, competitors=False),
    Scenario("tls-c64", tls=True),
    Scenario("tls-idle-2000", tls=True, idle=2000),
    Scenario("tls-full", tls=True, load=loads.handshakes, handshake="full"),
    Scenario("tls-resumed", tls=True, load=loads.handshakes, handshake="resumed"),
    Scenario("certs-10", tls=True, load=loads.handshakes, handshake="full", certificates=10, competitors=False),
    Scenario("certs-10000", tls=True, load=loads.handshakes, handshake="full", certificates=10_000, competitors=False),
    Scenario("websocket-c64", load=loads.messages, websocket=True),
    Scenario("h2-m1", 32, tls=True, load=loads.h2load, streams=1),
    Scenario("h2-m10", 32, tls=True, load=loads.h2load, streams=10),
]

COMPARISONS = [
    ("apis-10", "apis-10000", "10,000 APIs, consumers and keys against 10"),
    ("certs-10", "certs-10000", "10,000 certificates against 10"),
    ("plain-c32", "idle-5000", "5,000 idle connections against none"),
    ("tls-c64", "tls-idle-2000", "2,000 idle TLS connections against none"),
]

YARDSTICKS = {"ratio": "nginx", "same_work": "nginx+metrics"}  # the second one with features only


class Skipped(Exception):
    """The gateway cannot do what the scenario needs."""


def cpu_ns(pids):
    total = 0
    for pid in pids:
        for task in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except (FileNotFoundError, ProcessLookupError):
                pass
    return total


def measure(target, scenario, seconds):
    idle = loads.IdleConnections(target, scenario) if scenario.idle else None
    try:
        scenario.load(target, scenario, 1)
        before = cpu_ns(target.pids())
        outcome = scenario.load(target, scenario, seconds)
        used = cpu_ns(target.pids()) - before
    finally:
        if idle:
            idle.close()
    return {"us": used / outcome.requests / 1000, "rps": outcome.requests / seconds, "p50": outcome.p50, "p99": outcome.p99,
            "note": f"{idle.bytes_each / 1024:.1f} KiB per idle connection" if idle else outcome.note}


def run_scenario(scenario, args, work, upstream_port):
    scenario.programs = args.programs.resolve()
    echo = proxies.Echo(scenario.programs) if scenario.websocket else None
    if echo:
        echo.start()
        upstream_port = echo.port
    targets = [GatewayUnderTest(scenario.programs, work, upstream_port, scenario)]
    if scenario.competitors:
        targets += [proxies.Nginx(work, upstream_port, scenario), proxies.HaProxy(work, upstream_port, scenario)]
        if scenario.features:
            targets.append(proxies.NginxWithMetrics(work, upstream_port, scenario))
    try:
        for target in targets:
            target.start()
        if scenario.streams and not loads.speaks_h2(targets[0]):
            raise Skipped("the gateway does not offer HTTP/2")
        rounds = []
        for number in range(args.rounds):
            order = targets if number % 2 == 0 else list(reversed(targets))
            rounds.append({t.name: measure(t, scenario, args.seconds) for t in order})
            print(f"  {scenario.name} round {number + 1}: " +
                  ", ".join(f"{n} {r['us']:.2f} us" for n, r in rounds[-1].items()), flush=True)
        return rounds
    finally:
        for target in targets + ([echo] if echo else []):
            target.stop()


def summarise(scenario, rounds):
    rows = []
    for name in rounds[0]:
        values = [r[name]["us"] for r in rounds]
        row = {"scenario": scenario.name, "target": name, "us": statistics.median(values), "min": min(values),
               "max": max(values), "rps": statistics.median(r[name]["rps"] for r in rounds), "p50": rounds[-1][name]["p50"],
               "p99": rounds[-1][name]["p99"], "note": rounds[0][name]["note"]}
        for key, other in YARDSTICKS.items():
            row[key] = statistics.median(r[name]["us"] / r[other]["us"] for r in rounds) if other in rounds[0] else None
        rows.append(row)
    return rows


def print_table(rows):
    print("\n| scenario | target | CPU us/request (min-max) | " + " | ".join(f"to {other}" for other in YARDSTICKS.values()) +
          " | req/s | p50 | p99 | |\n|---|---|---|---|---|---|---|---|---|")
    for r in rows:
        ratios = " | ".join(f"**{r[key]:.2f}**" if r[key] else "" for key in YARDSTICKS)
        print(f"| {r['scenario']} | {r['target']} | {r['us']:.2f} ({r['min']:.2f}-{r['max']:.2f}) | {ratios} | "
              f"{r['rps']:,.0f} | {r['p50']} | {r['p99']} | {r['note']} |")
    by = {(r["scenario"], r["target"]): r["us"] for r in rows}
    for few, many, text in COMPARISONS:
        if (few, "gatehouse") in by and (many, "gatehouse") in by:
            print(f"\n{text}: {by[(many, 'gatehouse')] / by[(few, 'gatehouse')]:.2f} of the cost per request")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", required=True, type=pathlib.Path, help="folder of gatehouse-gateway and seed_documents")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=int, default=2)
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
            try:
                raw[scenario.name] = run_scenario(scenario, args, work, upstream.port)
                rows += summarise(scenario, raw[scenario.name])
            except Skipped as why:
                print(f"  {scenario.name} skipped: {why}", flush=True)
            time.sleep(0.2)
    finally:
        upstream.stop()
        shutil.rmtree(work, ignore_errors=True)
    print_table(rows)
    if args.json:
        pathlib.Path(args.json).write_text(json.dumps({"rows": rows, "rounds": raw}, indent=1))


if __name__ == "__main__":
    main()
