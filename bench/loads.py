# SPDX-License-Identifier: GPL-3.0-or-later
"""What is let loose on a proxy: requests from CPU 1, and connections that say nothing."""
import dataclasses
import re
import socket
import ssl
import subprocess

import workload

CPU = ["taskset", "-c", "1"]


@dataclasses.dataclass
class Outcome:
    requests: int
    p50: str = ""
    p99: str = ""
    note: str = ""


def header_options(headers):
    return [option for header in headers for option in ("-H", header)]


def output_of(command):
    return subprocess.run(CPU + command, capture_output=True, text=True, check=True).stdout


def wrk(target, scenario, seconds):
    """Keep-alive requests, by TLS where the scenario says so."""
    out = output_of(["wrk", "-t1", f"-c{scenario.connections}", f"-d{seconds}s", "--latency",
                     *header_options(scenario.headers), target.url()])
    if "Non-2xx" in out or "Socket errors" in out:
        raise RuntimeError(f"load on {target.name} saw errors:\n{out}")
    return Outcome(int(re.search(r"(\d+) requests in", out).group(1)), re.search(r"50%\s+(\S+)", out).group(1),
                   re.search(r"99%\s+(\S+)", out).group(1))


def h2load(target, scenario, seconds):
    """HTTP/2 with `streams` requests at a time on each connection."""
    out = output_of(["h2load", "-t1", f"-c{scenario.connections}", f"-m{scenario.streams}", "-D", str(seconds),
                     *header_options(scenario.headers), target.url()])
    good, bad = re.search(r"status codes: (\d+) 2xx, (.*)", out).groups()
    if re.search(r"[1-9]", bad.replace("3xx", "").replace("4xx", "").replace("5xx", "")):
        raise RuntimeError(f"load on {target.name} saw errors:\n{out}")
    return Outcome(int(good))


def handshakes(target, scenario, seconds):
    """A new connection for each request."""
    names = [str(scenario.certificates)] if scenario.certificates else []
    out = output_of([str(scenario.programs / "tls_connections"), str(target.port), workload.PATH, str(seconds),
                     scenario.handshake] + names)
    connections, resumed = (int(n) for n in re.search(r"connections (\d+) resumed (\d+)", out).groups())
    return Outcome(connections, note=f"{resumed * 100 // connections} % resumed")


def messages(target, scenario, seconds):
    """WebSocket texts there and back, one at a time on each connection; a round trip counts as a request."""
    out = output_of([str(scenario.programs / "websocket_echo"), "load", str(target.port), workload.PATH,
                     str(scenario.connections), str(seconds)])
    return Outcome(int(re.search(r"messages (\d+)", out).group(1)))


def client_context():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def speaks_h2(target):
    context = client_context()
    context.set_alpn_protocols(["h2", "http/1.1"])
    with socket.create_connection(("127.0.0.1", target.port), timeout=10) as plain, context.wrap_socket(plain) as s:
        return s.selected_alpn_protocol() == "h2"


class IdleConnections:
    """Keep-alive connections that made one request and then say nothing."""

    def __init__(self, target, scenario):
        self.sockets = []
        request = f"GET {workload.PATH} HTTP/1.1\r\nHost: bench\r\n{''.join(h + chr(13) + chr(10) for h in scenario.headers)}\r\n"
        context = client_context() if scenario.tls else None
        before = target.resident_bytes()
        for _ in range(scenario.idle):
            s = socket.create_connection(("127.0.0.1", target.port), timeout=10)
            if context:
                s = context.wrap_socket(s)
            s.sendall(request.encode())
            if not s.recv(65536).startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"{target.name} refused an idle connection")
            self.sockets.append(s)
        self.bytes_each = (target.resident_bytes() - before) / max(scenario.idle, 1)

    def close(self):
        for s in self.sockets:
            s.close()
