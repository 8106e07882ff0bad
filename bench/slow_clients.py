# SPDX-License-Identifier: GPL-3.0-or-later
"""Slow clients of one kind (head, body, read), as many as asked for, for a bounded time. Whoever is cut off comes back at
once, as an attacker would. The last line is JSON: how often connections were opened, and ended by the gateway.
usage: slow_clients.py KIND PORT PATH COUNT SECONDS"""
import json
import random
import selectors
import socket
import sys
import time

STEP = 1.0  # seconds between two bytes of one client
TICK = 0.05


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
