# SPDX-License-Identifier: GPL-3.0-or-later
"""Slow clients of one kind, as many as asked for, for a bounded time. Whoever is cut off comes back at once, as an attacker would. Readers
come over some seconds, because to ask for so many large answers together is another attack.
  head, body  a byte of a request each second
  read        a byte of an answer each second: nothing moves
  sip         8 KiB of an answer each second: a slow line that is to be served
Prints "ready" when all are there: of each reader that he has the beginning of an answer. Goes on after SECONDS until everybody was
cut off once who is to be, but at most PATIENCE. The last line is JSON: connections opened, ended by the gateway, clients who saw such
an end, steps that were due and done, bytes of answers.
usage: slow_clients.py KIND PORT PATH COUNT SECONDS"""
import heapq
import json
import random
import select
import socket
import sys
import time

STEP = 1.0  # seconds between two steps of one client
COMING = 6.0  # seconds over which readers come
TICK = 0.05
PATIENCE = 60
SEGMENT = 1448  # as on Ethernet
SERVED = {"sip"}
TAKES = {"read": 1, "sip": 8192}  # bytes of an answer in one step


class Client:
    def __init__(self, kind, port, path, number):
        self.kind, self.port, self.path, self.number = kind, port, path, number
        self.address = f"127.0.{1 + number // 200}.{1 + number % 200}"  # many addresses, as of a botnet
        self.socket = None
        self.taken = 0  # bytes of answers
        self.cut = False  # was cut off

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
                some = len(self.socket.recv(TAKES[self.kind]))
                self.taken += some
                return some > 0
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
        self.opened = self.ended = self.steps = 0
        self.watch = select.epoll()
        self.by_fd = {}
        self.waiting = []  # (when, number, client): each has its own moment, as people who know nothing of each other
        for client in clients:
            due = time.monotonic() + random.uniform(0, COMING if client.reads else STEP)
            heapq.heappush(self.waiting, (due, client.number, client))

    def taken(self):
        return sum(client.taken for client in self.clients)

    def open(self, client):
        client.open()
        self.opened += 1
        self.by_fd[client.socket.fileno()] = client
        self.watch.register(client.socket, 0 if client.reads else select.EPOLLIN)

    def end(self, client):
        del self.by_fd[client.socket.fileno()]
        client.socket.close()
        client.cut = True
        self.ended += 1
        self.open(client)

    def step(self, client):
        self.steps += 1
        if not client.socket:
            self.open(client)
        elif not client.step():
            self.end(client)

    def run(self, goes_on, patience):
        """Lets all have their turns while `goes_on()`; false after `patience` seconds."""
        end = time.monotonic() + patience
        while goes_on():
            now = time.monotonic()
            if now > end:
                return False
            for fd, _ in self.watch.poll(min(TICK, max(0, self.waiting[0][0] - now))):
                if not self.by_fd[fd].lives():
                    self.end(self.by_fd[fd])
            while self.waiting[0][0] <= now:
                due, number, client = self.waiting[0]
                self.step(client)
                heapq.heapreplace(self.waiting, (due + STEP, number, client))
        return True


def main():
    kind, port, path, count, seconds = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
    clients = [Client(kind, port, path, n) for n in range(count)]
    crowd = Crowd(clients)
    there = (lambda client: client.taken or client.cut) if kind in TAKES else (lambda client: client.socket)
    if not crowd.run(lambda: not all(map(there, clients)), PATIENCE):
        sys.exit("not all clients got an answer")
    print("ready", flush=True)
    end, steps, taken = time.monotonic() + seconds, crowd.steps, crowd.taken()
    crowd.run(lambda: time.monotonic() < end, 2 * seconds)
    steps, taken = crowd.steps - steps, crowd.taken() - taken
    if kind not in SERVED:
        crowd.run(lambda: not all(client.cut for client in clients), PATIENCE)
    print(json.dumps({"opened": crowd.opened, "ended": crowd.ended, "saw_end": sum(client.cut for client in clients),
                      "steps": steps, "due": round(count * seconds / STEP), "bytes": taken}))


main()
