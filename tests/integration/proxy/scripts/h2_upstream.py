#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTTP/2 server of another make (python3-h2): answers each request with its method, path and body, and counts connections.
Prints its port; ends with its standard input."""
import socket
import sys
import threading

import h2.config
import h2.connection
import h2.events

connections = 0


def answer(connection, stream, head, body):
    text = f"{head[':method']} {head[':path']} {connections}|".encode() + body
    connection.send_headers(stream, [(":status", "200"), ("content-length", str(len(text)))])
    for at in range(0, len(text), 16384):
        connection.send_data(stream, text[at:at + 16384])
    connection.end_stream(stream)


def serve(peer):
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
    connection.initiate_connection()
    peer.sendall(connection.data_to_send())
    heads, bodies = {}, {}
    while data := peer.recv(65536):
        for event in connection.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                heads[event.stream_id], bodies[event.stream_id] = dict(event.headers), b""
            elif isinstance(event, h2.events.DataReceived):
                bodies[event.stream_id] += event.data
                connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, h2.events.StreamEnded):
                answer(connection, event.stream_id, heads.pop(event.stream_id), bodies.pop(event.stream_id))
        peer.sendall(connection.data_to_send())


def accept(listener):
    global connections
    while True:
        peer, _ = listener.accept()
        connections += 1
        threading.Thread(target=serve, args=(peer,), daemon=True).start()


listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
threading.Thread(target=accept, args=(listener,), daemon=True).start()
sys.stdin.read()
