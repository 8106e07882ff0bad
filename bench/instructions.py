#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the instructions that the gateway executes in user space per proxied request, under callgrind.

Unlike CPU time the figure does not depend on what else the machine does: a difference of one per cent is a difference.
It says nothing about the kernel or about cache misses; bench/run.sh does.
"""
import argparse
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import loads
import proxies
import workload
from gateway_setup import GatewayUnderTest
from side_by_side import BASES, SCENARIOS


class CountedGateway(GatewayUnderTest):
    """The gateway under callgrind, which counts only between begin() and end()."""

    startup_seconds = 300  # callgrind is some fifty times slower

    def launch(self, command, env=None, log=None):
        self.counts = self.work / "callgrind"
        self.pipe = f"--vgdb-prefix={self.work}/vgdb"
        super().launch(["valgrind", self.pipe, "--tool=callgrind", "--instr-atstart=no", "--dump-instr=no", "--trace-children=no",
                        f"--callgrind-out-file={self.counts}"] + command, env=env, log=log)

    def tell(self, *what):
        # valgrind's pipe is named after HOST and LOGNAME of the process, and HOST is a setting of ours.
        env = {"PATH": os.environ["PATH"], "HOST": "127.0.0.1"}
        subprocess.run(["callgrind_control", self.pipe, *what, str(self.process.pid)], check=True, env=env,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def begin(self):
        self.tell("--instr=on")

    def end(self):
        self.tell("--dump")
        self.tell("--instr=off")


def connect(port, protocol):
    """By TLS when a protocol is named."""
    plain = socket.create_connection(("127.0.0.1", port), timeout=60)
    if not protocol:
        return plain
    context = loads.client_context()
    context.set_alpn_protocols([protocol])
    return context.wrap_socket(plain)


class Clients:
    """Keep-alive connections that send together, so that the gateway sees batches as it does under load."""

    def __init__(self, port, scenario, count):
        lines = "".join(header + "\r\n" for header in scenario.headers)
        self.request = f"GET {workload.PATH} HTTP/1.1\r\nHost: bench\r\n{lines}\r\n".encode()
        self.sockets = [connect(port, "http/1.1" if scenario.tls else None) for _ in range(count)]
        self.requests = count  # of a round

    def round(self):
        for s in self.sockets:
            s.sendall(self.request)
        for s in self.sockets:
            self.read_answer(s)

    @staticmethod
    def read_answer(s):
        got = b""
        while b"\r\n\r\n" not in got:
            got += Clients.more(s)
        head, _, body = got.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"answer {head[:80]!r}")
        length = int(re.search(rb"(?i)content-length: (\d+)", head).group(1))
        while len(body) < length:
            body += Clients.more(s)

    @staticmethod
    def more(s):
        piece = s.recv(65536)
        if not piece:
            raise RuntimeError("the gateway closed a connection")
        return piece


class Http2Clients:
    """The same with `scenario.streams` requests at a time on each connection."""

    def __init__(self, port, scenario, count):
        import h2.config  # Debian: python3-h2
        import h2.connection
        config = h2.config.H2Configuration(header_encoding="utf-8")
        fields = [tuple(header.split(": ", 1)) for header in scenario.headers]
        self.fields = [(":method", "GET"), (":scheme", "https"), (":authority", "bench"), (":path", workload.PATH)] + [
            (name.lower(), value) for name, value in fields]
        self.streams, self.requests = scenario.streams, count * scenario.streams
        self.ends = [(connect(port, "h2"), h2.connection.H2Connection(config)) for _ in range(count)]
        for end in self.ends:
            end[1].initiate_connection()

    def round(self):
        for s, session in self.ends:
            for _ in range(self.streams):
                session.send_headers(session.get_next_available_stream_id(), self.fields, end_stream=True)
            s.sendall(session.data_to_send())
        for s, session in self.ends:
            left = self.streams
            while left > 0:
                left -= sum(self.ends_stream(session, event) for event in session.receive_data(Clients.more(s)))

    @staticmethod
    def ends_stream(session, event):
        name = type(event).__name__
        if name == "DataReceived":
            session.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif name == "ResponseReceived" and dict(event.headers)[":status"] != "200":
            raise RuntimeError(f"answer {event.headers}")
        elif name in ("StreamReset", "ConnectionTerminated"):
            raise RuntimeError(f"the gateway ended it: {event}")
        return name == "StreamEnded"


def count(scenario, args, work):
    upstream = proxies.Upstream(work)
    gateway = CountedGateway(args.programs.resolve(), work, None, scenario)
    try:
        upstream.start()
        gateway.upstream_port = upstream.port
        gateway.start()
        clients = (Http2Clients if scenario.streams else Clients)(gateway.port, scenario, args.connections)
        warm = time.monotonic() + args.warm_up
        while time.monotonic() < warm:
            clients.round()
        gateway.begin()
        for _ in range(args.rounds):
            clients.round()
        gateway.end()
    finally:
        gateway.stop()
        upstream.stop()
    report = subprocess.run(["callgrind_annotate", f"--inclusive={'yes' if args.inclusive else 'no'}", f"{gateway.counts}.1"],
                            check=True, capture_output=True, text=True).stdout
    total = int(re.search(r"([\d,]+) \([\d.]+%\)\s+PROGRAM TOTALS", report).group(1).replace(",", ""))
    return total / (args.rounds * clients.requests), clients.requests, report


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", type=pathlib.Path, default=pathlib.Path("build/release/bin"))
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--warm-up", type=float, default=4, help="seconds of load before that: the first ticks of the "
                        "statistics find a heap full of what the start has left, and malloc tidies up once")
    parser.add_argument("--only", default="plain-c64,features-c64", help="comma list of scenarios of bench/run.sh")
    parser.add_argument("--functions", type=int, default=0, help="print that many of the dearest functions")
    parser.add_argument("--inclusive", action="store_true", help="with what they call")
    args = parser.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("needs valgrind")
    counted = {}
    for scenario in BASES + SCENARIOS:
        if scenario.name not in args.only.split(","):
            continue
        work = pathlib.Path(tempfile.mkdtemp(prefix="gatehouse-count-"))
        try:
            each, requests, report = count(scenario, args, work)
            counted[scenario.name] = each
        finally:
            shutil.rmtree(work, ignore_errors=True)
        print(f"{scenario.name}: {each:,.0f} instructions per request", flush=True)
        lines = [line for line in report.splitlines() if re.match(r"\s*[\d,]+ \(", line)]
        for line in lines[1:args.functions + 1]:
            cost = int(line.split()[0].replace(",", "")) / (args.rounds * requests)
            print(f"  {cost:8,.0f}  {line.split(')', 1)[1].strip()[:150]}")
    for scenario in SCENARIOS:
        if scenario.name in counted and scenario.beside in counted:
            print(f"{scenario.name} takes {counted[scenario.name] / counted[scenario.beside]:.3f} of the instructions of {scenario.beside}")


if __name__ == "__main__":
    main()
