# SPDX-License-Identifier: GPL-3.0-or-later
"""Slow clients of one kind, as many as asked for, for a bounded time. Whoever is cut off comes back, as an attacker would: at once, but
readers within some seconds, because to ask for so many large answers together is another attack.
  head, body  a byte of a request each second
  read        a byte of an answer each second: for the gateway nothing moves
  sip         8 KiB of an answer each second: it moves, but too slowly
Prints "ready" when all are slow: readers then have the beginning of their answers. The last line is JSON: how often connections were opened, and ended by the gateway.
usage: slow_clients.py KIND PORT PATH COUNT SECONDS"""
import json
import random
import select
import socket
import sys
import time

STEP = 1.0  # seconds between two steps of one client
AWAY = 5.0  # seconds until a reader is back, at most
TICK = 0.05
PATIENCE = 120
SEGMENT = 536  # the least that IPv4 asks for; loopback's own would make the kernel keep megabytes for each reader
TAKES = {"read": 1, "sip": 8192}  # bytes of an answer in one step


class Client:
    def __init__(self, kind, port, path, number):
        self.kind, self.port, self.path = kind, port, path
        self.address = f"127.0.{1 + number // 200}.{1 + number % 200}"  # many addresses, as of a botnet
        self.socket = None

    @property
    def reads(self):
        return self.kind in TAKES

    def open(self):
        self.socket = socket.socket()
        if self.reads:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, TAKES[self.kind] + 2048)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)
        self.socket.bind((self.address, 0))
        self.socket.setblocking(False)
        self.socket.connect_ex(("127.0.0.1", self.port))
        self.started = False

    def begin(self):
        """What a client of its kind says at first."""
        get = f"GET {self.path} HTTP/1.1\r\nHost: slow\r\n".encode()
        if self.kind == "head":
            return get + b"X-Slow: "
        if self.kind == "body":
            return f"POST {self.path} HTTP/1.1\r\nHost: slow\r\nContent-Length: 16000\r\n\r\n".encode()
        return get + b"\r\n"

    def step(self):
        """A little further; false when the gateway has ended it."""
        try:
            if not self.started:
                self.started = True
                self.socket.send(self.begin())
            elif self.reads:
                return len(self.socket.recv(TAKES[self.kind])) > 0
            else:
                self.socket.send(b"x")
            return True
        except BlockingIOError:
            return True
        except OSError:
            return False

    def lives(self):
        """After an event: of a reader only its end is one, others hear the gateway's refusal first."""
        try:
            return not self.reads and len(self.socket.recv(4096)) > 0
        except BlockingIOError:
            return True
        except OSError:
            return False


class Crowd:
    def __init__(self, clients):
        self.clients = clients
        self.opened = self.ended = 0
        self.watch = select.epoll()
        self.by_fd = {}
        for client in clients:
            self.open(client)

    def open(self, client):
        client.open()
        self.opened += 1
        self.by_fd[client.socket.fileno()] = client
        self.watch.register(client.socket, 0 if client.reads else select.EPOLLIN)

    def end(self, client):
        del self.by_fd[client.socket.fileno()]
        client.socket.close()
        self.ended += 1
        if not client.reads:
            return self.open(client)
        client.socket = None
        client.due = time.monotonic() + random.uniform(0, AWAY)

    def await_answers(self):
        """All readers ask, and wait until each answer has begun to come; nothing is read."""
        waiting = set(self.by_fd)
        for fd in waiting:
            self.watch.modify(fd, select.EPOLLOUT)
        end = time.monotonic() + PATIENCE
        while waiting:
            if time.monotonic() > end:
                sys.exit(f"{len(waiting)} of {len(self.clients)} clients got no answer")
            for fd, _ in self.watch.poll(TICK):
                client = self.by_fd[fd]
                if client.started:
                    waiting.discard(fd)
                else:
                    client.step()
                self.watch.modify(fd, select.EPOLLIN if fd in waiting else 0)

    def run(self, seconds):
        for client in self.clients:
            client.due = time.monotonic() + random.uniform(0.2, STEP)
        stop = time.monotonic() + seconds
        while (now := time.monotonic()) < stop:
            for fd, _ in self.watch.poll(TICK):
                if not self.by_fd[fd].lives():
                    self.end(self.by_fd[fd])
            for client in self.clients:
                if client.due > now:
                    continue
                client.due = now + STEP
                if not client.socket:
                    self.open(client)
                elif not client.step():
                    self.end(client)


def main():
    kind, port, path, count, seconds = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
    crowd = Crowd([Client(kind, port, path, n) for n in range(count)])
    if kind in TAKES:
        crowd.await_answers()
    print("ready", flush=True)
    crowd.run(seconds)
    print(json.dumps({"opened": crowd.opened, "ended": crowd.ended}))


main()
