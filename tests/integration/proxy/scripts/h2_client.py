#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of another make (python3-h2): `h2_client.py PORT PATH requests` asks for many things at once, with trailers behind a body;
`h2_client.py PORT PATH resets` opens and cancels 10,000 streams. Prints what it saw as JSON."""
import json
import socket
import sys

import h2.config
import h2.connection
import h2.events
import h2.exceptions

port, path, what = int(sys.argv[1]), sys.argv[2], sys.argv[3]
connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True, header_encoding="utf-8"))
connection.initiate_connection()
peer = socket.create_connection(("127.0.0.1", port))
seen = {"statuses": {}, "goaway": None, "closed": False}


def head(method="GET"):
    return [(":method", method), (":scheme", "http"), (":authority", "gateway.test"), (":path", path)]


def flush():
    try:
        peer.sendall(connection.data_to_send())
        return True
    except OSError:
        return False


def read(until):
    while not until():
        try:
            data = peer.recv(65536)
        except OSError:
            data = b""
        if not data:
            seen["closed"] = True
            return
        for event in connection.receive_data(data):
            if isinstance(event, h2.events.ResponseReceived):
                seen["statuses"][event.stream_id] = int(dict(event.headers)[":status"])
            elif isinstance(event, h2.events.DataReceived):
                connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, h2.events.ConnectionTerminated):
                seen["goaway"] = int(event.error_code)
        flush()


def requests():
    for _ in range(50):
        connection.send_headers(connection.get_next_available_stream_id(), head(), end_stream=True)
    stream = connection.get_next_available_stream_id()
    connection.send_headers(stream, head("POST"))
    connection.send_data(stream, b"x" * 1000)
    connection.send_headers(stream, [("x-late", "1")], end_stream=True)
    flush()
    read(lambda: len(seen["statuses"]) == 51)


def resets():
    for _ in range(10_000):
        stream = connection.get_next_available_stream_id()
        connection.send_headers(stream, head(), end_stream=True)
        connection.reset_stream(stream)
        if not flush():
            break
    read(lambda: False)


requests() if what == "requests" else resets()
print(json.dumps({"statuses": sorted(seen["statuses"].values()), "goaway": seen["goaway"], "closed": seen["closed"]}))
