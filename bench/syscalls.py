#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the system calls per proxied request of the gateway and of nginx, by strace, under the load of bench/run.sh.

strace slows everything down, so only the counts mean something. Like instructions they hold still on a busy machine,
but for those of which there is one per wake-up: the slower the load, the fewer events each brings.
"""
import argparse
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

import proxies
from gateway_setup import GatewayUnderTest
from side_by_side import SCENARIOS


def counts(report):
    """Name -> calls, of the table that strace -c prints."""
    found = {}
    for line in report.splitlines():
        row = re.match(r"\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(\d+)?\s*(\w+)$", line)
        if row and row.group(3) != "total":
            found[row.group(3)] = (int(row.group(1)), int(row.group(2) or 0))
    return found


def measure(target, scenario, seconds, work):
    scenario.load(target, scenario, 1).run()
    report = pathlib.Path(work) / f"strace-{target.name}"
    pids = [option for pid in target.pids() for option in ("-p", str(pid))]
    tracer = subprocess.Popen(["strace", "-f", "-c", "-o", str(report), *pids], stderr=subprocess.PIPE, text=True)
    for line in tracer.stderr:  # it says so once it has got hold of all threads
        if "attached" in line:
            break
    try:
        requests = scenario.load(target, scenario, seconds).run().requests
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.communicate(timeout=60)
    return {name: (calls / requests, errors / requests) for name, (calls, errors) in counts(report.read_text()).items()}


def show(scenario, target, each):
    print(f"{scenario.name} {target.name}: {sum(calls for calls, _ in each.values()):.2f} system calls per request")
    for name, (calls, errors) in sorted(each.items(), key=lambda row: -row[1][0]):
        if calls >= 0.005:
            print(f"  {calls:6.2f}  {name}{f' ({errors:.2f} failed)' if errors >= 0.005 else ''}")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, default=pathlib.Path("build/release/bin"))
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--only", default="plain-c64,features-c64", help="comma list of scenarios of bench/run.sh")
    args = parser.parse_args()
    if not shutil.which("strace"):
        sys.exit("needs strace")
    for scenario in SCENARIOS:
        if scenario.name not in args.only.split(","):
            continue
        work = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-strace-"))
        scenario.programs = args.programs.resolve()
        upstream = proxies.Upstream(work)
        running = [upstream]
        try:
            upstream.start()
            for target in (GatewayUnderTest(scenario.programs, work, upstream.port, scenario),
                           proxies.Nginx(work, upstream.port, scenario)):
                running.append(target)
                target.start()
                show(scenario, target, measure(target, scenario, args.seconds, work))
        finally:
            for program in reversed(running):
                program.stop()
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
