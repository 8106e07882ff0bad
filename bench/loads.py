# SPDX-License-Identifier: GPL-3.0-or-later
"""What is let loose on a proxy: requests from CPU 1, and connections that say nothing."""
import dataclasses
import re
import signal
import socket
import ssl
import subprocess
import time

import workload

CPU = ["taskset", "-c", "1"]
SLICE = 0.1  # seconds that one load has to itself


@dataclasses.dataclass
class Outcome:
    requests: int
    note: str = ""


class Load:
    """A program that makes requests for so many seconds, and how its output is read. It can be held and go on."""

    def __init__(self, command, read):
        self.command, self.read, self.process, self.seconds = CPU + command, read, None, 0.0

    def turn(self, slice_seconds):
        """Runs on for so long, then is held. False when it has ended."""
        if self.process is None:
            # In a group of its own, which the kernel hangs up on when we die while it is held; in our session, as sessions share a
            # processor by halves.
            self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True, process_group=0)
        elif self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
        else:
            return False
        begin = time.monotonic()
        try:
            self.process.wait(slice_seconds)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGSTOP)
        self.seconds += time.monotonic() - begin
        return True

    def outcome(self):
        out = self.process.communicate()[0]
        if self.process.returncode != 0:
            raise subprocess.CalledProcessError(self.process.returncode, self.command, out)
        return self.read(out)

    def run(self):
        """All of it in one go."""
        while self.turn(None):
            pass
        return self.outcome()

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def take_turns(started):
    """Lets one load run at a time, there and back again, until all have ended: so all of them meet the same of the machine."""
    running = list(started)
    while running:
        running = [load for load in running if load.turn(SLICE)]
        running.reverse()


def header_options(headers):
    return [option for header in headers for option in ("-H", header)]


def wrk(target, scenario, seconds):
    """Keep-alive requests, by TLS where the scenario says so."""
    def read(out):
        if "Non-2xx" in out or "Socket errors" in out:
            raise RuntimeError(f"load on {target.name} saw errors:\n{out}")
        return Outcome(int(re.search(r"(\d+) requests in", out).group(1)))

    return Load(["wrk", "-t1", f"-c{scenario.connections}", f"-d{seconds}s", *header_options(scenario.headers), target.url()], read)


def h2load(target, scenario, seconds):
    """HTTP/2 with `streams` requests at a time on each connection."""
    def read(out):
        good, bad = re.search(r"status codes: (\d+) 2xx, (.*)", out).groups()
        if re.search(r"[1-9]", bad.replace("3xx", "").replace("4xx", "").replace("5xx", "")):
            raise RuntimeError(f"load on {target.name} saw errors:\n{out}")
        return Outcome(int(good))

    return Load(["h2load", "-t1", f"-c{scenario.connections}", f"-m{scenario.streams}", "-D", str(seconds),
                 *header_options(scenario.headers), target.url()], read)


def handshakes(target, scenario, seconds):
    """A new connection for each request."""
    def read(out):
        connections, resumed = (int(n) for n in re.search(r"connections (\d+) resumed (\d+)", out).groups())
        return Outcome(connections, note=f"{resumed * 100 // connections} % resumed")

    names = [str(scenario.certificates)] if scenario.certificates else []
    return Load([str(scenario.programs / "tls_connections"), str(target.port), workload.PATH, str(seconds), scenario.handshake] + names,
                read)


def messages(target, scenario, seconds):
    """WebSocket texts there and back, one at a time on each connection; a round trip counts as a request."""
    return Load([str(scenario.programs / "websocket_echo"), "load", str(target.port), workload.PATH, str(scenario.connections),
                 str(seconds)], lambda out: Outcome(int(re.search(r"messages (\d+)", out).group(1))))


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
