# SPDX-License-Identifier: GPL-3.0-or-later
"""Slow clients of one kind (head, body, read), as many as asked for, for a bounded time. Whoever is cut off comes back at
once, as an attacker would. Prints "ready" when all are slow: readers then have the beginning of their answers, because to make so many
large ones is no slow client's doing. The last line is JSON: how often connections were opened, and ended by the gateway.
usage: slow_clients.py KIND PORT PATH COUNT SECONDS"""
import json
import random
import selectors
import socket
import sys
import time

STEP = 1.0  # seconds between two bytes of one client
TICK = 0.05
PATIENCE = 120


class Client:
    def __init__(self, kind, port, path, number):
        self.kind, self.port, self.path = kind, port, path
        self.address = f"127.0.{1 + number // 200}.{1 + number % 200}"  # many addresses, as of a botnet
        self.socket = None

    def open(self):
        self.socket = socket.socket()
        if self.kind == "read":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
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
        """One byte further; false when the gateway has ended it."""
        try:
            if not self.started:
                self.started = True
                self.socket.send(self.begin())
            elif self.kind == "read":
                return len(self.socket.recv(1)) == 1
            else:
                self.socket.send(b"x")
            return True
        except BlockingIOError:
            return True
        except OSError:
            return False


def await_answers(clients):
    """Asks for all of them, and waits until each has begun to come; nothing is read."""
    watch = selectors.DefaultSelector()
    for client in clients:
        watch.register(client.socket, selectors.EVENT_WRITE, client)
    end = time.monotonic() + PATIENCE
    while watch.get_map():
        if time.monotonic() > end:
            sys.exit(f"{len(watch.get_map())} of {len(clients)} clients got no answer")
        for key, _ in watch.select(TICK):
            if key.data.started:
                watch.unregister(key.data.socket)
            else:
                key.data.step()
                watch.modify(key.data.socket, selectors.EVENT_READ, key.data)


def main():
    kind, port, path, count, seconds = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), float(sys.argv[5])
    clients = [Client(kind, port, path, n) for n in range(count)]
    opened = ended = 0
    watch = selectors.DefaultSelector()

    def reopen(client):
        nonlocal opened
        client.open()
        opened += 1
        if client.kind != "read":
            watch.register(client.socket, selectors.EVENT_READ, client)

    def end(client):
        nonlocal ended
        if client.kind != "read":
            watch.unregister(client.socket)
        client.socket.close()
        ended += 1
        reopen(client)

    for client in clients:
        reopen(client)
    if kind == "read":
        await_answers(clients)
    for client in clients:
        client.due = time.monotonic() + random.uniform(0.2, STEP)
    print("ready", flush=True)
    stop = time.monotonic() + seconds
    while (now := time.monotonic()) < stop:
        for key, _ in watch.select(TICK):
            try:
                if not key.data.socket.recv(4096):
                    end(key.data)
            except BlockingIOError:
                pass
            except OSError:
                end(key.data)
        for client in clients:
            if client.due <= now:
                client.due = now + STEP
                if not client.step():
                    end(client)
    print(json.dumps({"opened": opened, "ended": ended}))


main()
