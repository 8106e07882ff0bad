#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the gateway, nginx and HAProxy in front of one upstream and compares CPU time per request.

CPU 0 runs the proxy under test, CPU 1 the upstream and the load. The figure is the on-CPU time of all threads of the
proxy (/proc/PID/task/*/schedstat) divided by the requests that were answered. In a round the loads of all targets take turns of a tenth of
a second, because a virtual machine's speed wanders by two fifths within seconds; the ratio is the median of the rounds' ratios. Every round
starts all programs anew: where they land in memory moves their figures for as long as they live.
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
    beside: str = ""  # the scenario of a second gateway, which this one is compared with
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
    Scenario("idle-5000", 32, idle=5000, beside="plain-c32"),
    Scenario("apis-10000", features=True, apis=10_000, keys=10_000, competitors=False, beside="apis-10"),
    Scenario("tls-c64", tls=True),
    Scenario("tls-idle-2000", tls=True, idle=2000, beside="tls-c64"),
    Scenario("tls-full", tls=True, load=loads.handshakes, handshake="full"),
    Scenario("tls-resumed", tls=True, load=loads.handshakes, handshake="resumed"),
    Scenario("certs-10000", tls=True, load=loads.handshakes, handshake="full", certificates=10_000, competitors=False,
             beside="certs-10"),
    Scenario("websocket-c64", load=loads.messages, websocket=True),
    Scenario("h2-m1", 32, tls=True, load=loads.h2load, streams=1),
    Scenario("h2-m10", 32, tls=True, load=loads.h2load, streams=10),
]

# Only for others to be compared with.
BASES = [
    Scenario("apis-10", features=True, apis=10, keys=10, competitors=False),
    Scenario("certs-10", tls=True, load=loads.handshakes, handshake="full", certificates=10, competitors=False),
]

BASE = "base"  # the gateway of the scenario that is named by `beside`
YARDSTICKS = {"nginx": "nginx", "nginx+metrics": "nginx+metrics", BASE: "the gateway it is beside"}


class Skipped(Exception):
    """The gateway cannot do what the scenario needs."""


class Measured:
    """A target and what it costs; idle connections are there while the load runs."""

    def __init__(self, target, seconds):
        scenario = target.scenario
        scenario.load(target, scenario, 1).run()  # fills its pools
        self.target = target
        self.idle = loads.IdleConnections(target, scenario) if scenario.idle else None
        self.load = scenario.load(target, scenario, seconds)

    def cpu_ns(self):
        return proxies.cpu_ns(self.target.pids())

    def result(self, before_ns):
        outcome = self.load.outcome()
        used = self.cpu_ns() - before_ns
        note = f"{self.idle.bytes_each / 1024:.1f} KiB per idle connection" if self.idle else outcome.note
        return {"us": used / outcome.requests / 1000, "rps": outcome.requests / self.load.seconds, "note": note}

    def close(self):
        self.load.kill()
        if self.idle:
            self.idle.close()


def measure(targets, seconds):
    """Target's name -> figures of one round."""
    measured = []
    try:
        for target in targets:
            measured.append(Measured(target, seconds * len(targets)))
        before = [one.cpu_ns() for one in measured]  # once nothing is set up any more
        loads.take_turns([one.load for one in measured])
        return {one.target.name: one.result(ns) for one, ns in zip(measured, before)}
    finally:
        for one in measured:
            one.close()


def base_of(scenario):
    return next((dataclasses.replace(s, programs=scenario.programs) for s in SCENARIOS + BASES if s.name == scenario.beside), None)


def targets_of(scenario, work, upstream_port):
    targets = [GatewayUnderTest(scenario.programs, work, upstream_port, scenario)]
    if scenario.competitors:
        targets += [proxies.Nginx(work, upstream_port, scenario), proxies.HaProxy(work, upstream_port, scenario)]
        if scenario.features:
            targets.append(proxies.NginxWithMetrics(work, upstream_port, scenario))
    if base := base_of(scenario):
        targets.append(GatewayUnderTest(scenario.programs, work, upstream_port, base))
        targets[-1].name = BASE
    return targets


def run_round(scenario, args, work, upstream_port):
    targets = targets_of(scenario, work, upstream_port)
    try:
        for target in targets:
            target.start()
        if scenario.streams and not loads.speaks_h2(targets[0]):
            raise Skipped("the gateway does not offer HTTP/2")
        return measure(targets, args.seconds)
    finally:
        for target in targets:
            target.stop()


def run_scenario(scenario, args, work, upstream_port):
    scenario.programs = args.programs.resolve()
    echo = proxies.Echo(scenario.programs) if scenario.websocket else None
    if echo:
        echo.start()
        upstream_port = echo.port
    try:
        rounds = []
        for number in range(args.rounds):
            rounds.append(run_round(scenario, args, work, upstream_port))
            print(f"  {scenario.name} round {number + 1}: " +
                  ", ".join(f"{n} {r['us']:.2f} us" for n, r in rounds[-1].items()), flush=True)
        return rounds
    finally:
        if echo:
            echo.stop()


def summarise(scenario, rounds):
    rows = []
    for name in rounds[0]:
        values = [r[name]["us"] for r in rounds]
        row = {"scenario": scenario.name, "target": f"gatehouse, {scenario.beside}" if name == BASE else name,
               "us": statistics.median(values), "rps": statistics.median(r[name]["rps"] for r in rounds), "note": rounds[0][name]["note"]}
        for other in YARDSTICKS:
            ratios = [r[name]["us"] / r[other]["us"] for r in rounds if other in r]
            row[other] = (statistics.median(ratios), min(ratios), max(ratios)) if ratios else None
        rows.append(row)
    return rows


def print_table(rows):
    print("\n| scenario | target | CPU us/request | " + " | ".join(f"to {text} (min-max)" for text in YARDSTICKS.values()) +
          " | req/s | |\n|---|---|---|---|---|---|---|---|")
    for r in rows:
        ratios = " | ".join("**{:.2f}** ({:.2f}-{:.2f})".format(*r[key]) if r[key] else "" for key in YARDSTICKS)
        print(f"| {r['scenario']} | {r['target']} | {r['us']:.2f} | {ratios} | {r['rps']:,.0f} | {r['note']} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", required=True, type=pathlib.Path, help="folder of gatehouse-gateway and seed_documents")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=4, help="of each target in a round")
    parser.add_argument("--only", help="comma list of " + ", ".join(s.name for s in SCENARIOS))
    parser.add_argument("--json", help="write all rounds to this file")
    args = parser.parse_args()
    wanted = set(args.only.split(",")) if args.only else None
    unknown = (wanted or set()) - {s.name for s in SCENARIOS}
    if unknown:
        parser.error("unknown scenario: " + ", ".join(sorted(unknown)))
    proxies.end_orderly()
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
