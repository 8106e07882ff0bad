# SPDX-License-Identifier: GPL-3.0-or-later
"""Latency of ordinary requests alone and beside slow clients; called by bench/slow.sh."""
import argparse
import json
import os
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

import gateway_setup
import workload
from proxies import Nginx, Upstream, cpu_ns, end_orderly

CPU = ["taskset", "-c", "1"]
IDLE = ["chrt", "-i", "0"]
REASONS = {"head": "header_timeout", "body": "body_timeout", "read": "slow_reader", "sip": ""}  # what each is cut for; "": it is served
MODES = {"heads": ("-H", "head"), "bodies": ("-B", "body"), "reads": ("-X", "read")}  # of slowhttptest, and what each does
LARGE = "/large/v1/large"
LARGE_BYTES = 4 * 1024 * 1024
CONNECTIONS = 64
LEAST_RATE = 4096  # bytes a second: slower ones are cut off
ATTEMPTS, MOST_STOLEN_MS = 3, 50  # for one measurement with its quiet ones
MEASURED_PRIORITY, METER_PRIORITY = 10, 20  # SCHED_FIFO


class LargeUpstream(Upstream):
    """That of the slow readers: large answers, which it sends as they are taken (each reader costs it a small socket buffer)."""

    listen = "sndbuf=32k"

    def __init__(self, work):
        super().__init__(work / "large-upstream")
        self.work.mkdir()
        (self.work / "large").write_bytes(b"x" * LARGE_BYTES)
        self.more = f"location /large {{ root {self.work}; sendfile on; sendfile_max_chunk 16k; }}"


class SlowNginx(Nginx):
    """Does the same for those whom the gateway serves, with as much memory for each: what they cost the others on this machine."""

    row, kinds, modes = "slow {}, nginx", {"sip": ""}, {}

    def __init__(self, work, upstream_port, large_port, scenario):
        super().__init__(work, upstream_port, scenario)
        self.locations = (f"location = {LARGE} {{ proxy_pass http://127.0.0.1:{large_port}/large; "
                          "proxy_buffers 12 8k; proxy_max_temp_file_size 0; send_timeout 300s; }")


class SlowTarget(gateway_setup.GatewayUnderTest):
    row, kinds, modes = "slow {}", REASONS, MODES
    large_port = 0

    def documents(self):
        large = gateway_setup.api(0, self.large_port, False) | {"api_name": "large"}
        return super().documents() + [{"kind": "api", "id": "api-large", "body": large}]

    def environment(self, data):
        # Less patience than the defaults have, so that a short run sees connections end.
        found = super().environment(data) | {"HEADER_TIMEOUT": "5", "BODY_TIMEOUT": "5", "MIN_BODY_RATE_BYTES": str(LEAST_RATE)}
        self.admin_port = int(found["ADMIN_PORT"])
        return found

    def cut(self, reason):
        """How many it has cut off for that."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}/metrics", timeout=30) as answer:
            found = re.search(rf'^gatehouse_errors_total{{reason="{reason}"}} (\d+)', answer.read().decode(), re.MULTILINE)
        return int(found.group(1)) if found else 0


def rank(program, policy, priority=0):
    for pid in program.pids():
        for thread in os.listdir(f"/proc/{pid}/task"):
            os.sched_setscheduler(int(thread), policy, os.sched_param(priority))


def stolen_ms():
    """What other machines of the same host have taken of this one's processors so far."""
    return int(pathlib.Path("/proc/stat").read_text().split()[8]) * 1000 // os.sysconf("SC_CLK_TCK")


def measure(server, options):
    """Times of ordinary requests in milliseconds."""
    meter = [str(options.programs / "paced_requests"), str(server.port), workload.PATH, str(CONNECTIONS), str(options.pace), str(options.seconds)]
    first = ["chrt", "-f", str(METER_PRIORITY)] if options.preferred else []
    before, taken = cpu_ns(server.pids()), stolen_ms()
    done = subprocess.run(CPU + first + meter, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"ordinary requests saw errors: {done.stderr}")
    busy = (cpu_ns(server.pids()) - before) / 1e9 / options.seconds
    return json.loads(done.stdout) | {"stolen": stolen_ms() - taken, "busy": busy, "memory_mib": server.resident_bytes() / 1048576}


def beside(server, command, options):
    """Measures while `command` runs, which says when it is ready and stops by itself; adds what it counted. What slow clients take of
    this machine's processors is not the gateway's: they run when nobody else wants to, on whichever that is."""
    process = subprocess.Popen(IDLE + command, stdout=subprocess.PIPE, text=True)
    while "ready" not in process.stdout.readline():
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended")
    time.sleep(2)  # the first second belongs to connecting
    found = measure(server, options)
    said = process.communicate(timeout=options.seconds + 120)[0]
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} failed")
    return found | json.loads(said.strip().splitlines()[-1])


def attackers(server, clients, seconds):
    here, often = pathlib.Path(__file__).parent, [str(clients), str(seconds + 4)]
    for kind, reason in server.kinds.items():
        yield server.row.format(kind), [sys.executable, str(here / "slow_clients.py"), kind, str(server.port), asked(kind), *often], reason
    if shutil.which("slowhttptest"):
        for name, (mode, kind) in server.modes.items():
            url = f"http://127.0.0.1:{server.port}{asked(kind)}"
            yield f"slowhttptest {name}", [*CPU, str(here / "slowhttptest.sh"), mode, url, *often], REASONS[kind]


def asked(kind):
    return LARGE if kind in ("read", "sip") else workload.PATH


def main():
    end_orderly()
    options = argparse.ArgumentParser()
    options.add_argument("--programs", required=True, type=lambda text: pathlib.Path(text).resolve())
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--seconds", type=int, default=10)
    options.add_argument("--clients", type=int, default=2000)
    options.add_argument("--pace", type=int, default=8000, help="ordinary requests a second; they come one by one, which costs more than in bunches")
    options.add_argument("--json", type=pathlib.Path)
    options = options.parse_args()
    scenario = types.SimpleNamespace(features=False, tls=False, websocket=False, apis=1, keys=0)
    rows = {}
    with tempfile.TemporaryDirectory(prefix="gatehouse-slow-") as directory:
        work = pathlib.Path(directory)
        upstream, large = Upstream(work), LargeUpstream(work)
        gateway = SlowTarget(options.programs, work, upstream.port, scenario)
        gateway.large_port = large.port
        nginx = SlowNginx(work, upstream.port, large.port, scenario)
        try:
            for program in (upstream, large, gateway, nginx):
                program.start()
            rank_all((gateway, nginx, upstream), large, options)
            for _ in range(options.rounds):
                for server in (gateway, nginx):
                    for name, command, reason in attackers(server, options.clients, options.seconds):
                        rows.setdefault(name, []).append(run(server, name, command, reason, options))
        finally:
            for program in (nginx, gateway, large, upstream):
                program.stop()
    report(rows, options)
    wrong = [name for name, rounds in rows.items() if not all(treated(found, options.clients) for found in rounds)]
    if wrong:
        sys.exit("not every client was cut off and counted, or served: " + ", ".join(wrong))


def treated(found, clients):
    """Whether every slow client got what is his due. slowhttptest does not tell whether all saw their end."""
    if not found["reason"]:
        return found["ended"] == 0 and found["bytes"] >= LEAST_RATE * found["due"]
    return min(found["cut"], found.get("saw_end", clients)) >= clients


def rank_all(measured, large, options):
    """Other programs of the machine shall not count in the times, and those who are measured come before what only serves slow clients."""
    rank(large, os.SCHED_IDLE)
    options.preferred = os.geteuid() == 0
    if not options.preferred:
        return print("not root: the times contain those of the other programs of this machine", file=sys.stderr)
    for program in measured:
        rank(program, os.SCHED_FIFO, MEASURED_PRIORITY)


def run(server, name, command, reason, options):
    """Once more when the host was busy with other machines, whose part in the times is not to be told from ours."""
    for _ in range(ATTEMPTS):
        found = run_once(server, name, command, reason, options)
        if found["stolen"] <= MOST_STOLEN_MS:
            break
    return found


def run_once(server, name, command, reason, options):
    """One kind of slow clients, and nobody else before and after them."""
    before = measure(server, options)
    cut = server.cut(reason) if reason else 0
    found = beside(server, command, options) | {"reason": reason}
    found["cut"] = server.cut(reason) - cut if reason else 0
    after = measure(server, options)
    found["quiet"] = {key: (before[key] + after[key]) / 2 for key in ("p50", "p99", "busy")}
    found["ratio"] = found["p99"] / found["quiet"]["p99"]
    found["stolen"] += before["stolen"] + after["stolen"]
    print(f"{name}: p99 {found['p99']:.2f} ms, {before['p99']:.2f} before and {after['p99']:.2f} after; "
          f"{found['stolen']} ms taken by other machines", file=sys.stderr)
    return found


COLUMNS = {  # head: a value of one measurement
    "quiet p50": lambda found: found["quiet"]["p50"],
    "p50 ms": lambda found: found["p50"],
    "quiet p99": lambda found: found["quiet"]["p99"],
    "p99 ms": lambda found: found["p99"],
    "ratio": lambda found: found["ratio"],
    "late": lambda found: found["late"],
    "stolen ms": lambda found: found["stolen"],
    "busy": lambda found: found["busy"],
    "MiB": lambda found: found["memory_mib"],
}


def report(rows, options):
    print(f"{options.clients} slow clients beside {options.pace} ordinary requests a second, "
          f"median of {options.rounds} rounds of {options.seconds} s")
    print(f"{'beside':22}" + "".join(f"{head:>11}" for head in COLUMNS) + "  least-most ratio")
    for name, rounds in rows.items():
        ratios = [found["ratio"] for found in rounds]
        print(f"{name:22}" + "".join(f"{statistics.median(map(value, rounds)):11.2f}" for value in COLUMNS.values())
              + f"  {min(ratios):.2f}-{max(ratios):.2f}")
    for name, rounds in rows.items():
        if "opened" in rounds[0]:
            last = rounds[-1]
            cut = f"{last['saw_end']} clients saw their end, {last['cut']} counted as {last['reason']}" if last["reason"] else f"{last['bytes'] >> 20} MiB taken"
            print(f"{name}: {last['opened']} connections opened, {last['ended']} ended, {cut}; "
                  f"{last['steps']} of {last['due']} steps done in time")
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2))


main()
