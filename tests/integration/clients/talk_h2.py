# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaks WebSocket over HTTP/2 (RFC 8441) with an echo server through the gateway, by python3-h2. With the authority's
certificate it speaks TLS and agrees on HTTP/2 by ALPN, else it has prior knowledge. usage: talk_h2.py PORT PATH [CA]"""
import os
import socket
import ssl
import sys

import h2.config
import h2.connection
import h2.events
from h2.settings import SettingCodes


class Peer:
    def __init__(self, port, authority):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        if authority:
            context = ssl.create_default_context(cafile=authority)
            context.set_alpn_protocols(["h2", "http/1.1"])
            self.socket = context.wrap_socket(self.socket, server_hostname="localhost")
            assert self.socket.selected_alpn_protocol() == "h2"
        self.scheme = "https" if authority else "http"
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=True, header_encoding="utf-8"))
        self.h2.initiate_connection()
        self.flush()
        self.heads, self.bytes, self.ended = {}, {}, set()

    def flush(self):
        self.socket.sendall(self.h2.data_to_send())

    def step(self):
        data = self.socket.recv(65536)
        assert data, "the connection has ended"
        for event in self.h2.receive_data(data):
            if isinstance(event, h2.events.ResponseReceived):
                self.heads[event.stream_id] = dict(event.headers)
            elif isinstance(event, h2.events.DataReceived):
                self.bytes[event.stream_id] = self.bytes.get(event.stream_id, b"") + event.data
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, (h2.events.StreamEnded, h2.events.StreamReset)):
                self.ended.add(event.stream_id)
        self.flush()

    def connect(self, path, **fields):
        stream = self.h2.get_next_available_stream_id()
        self.h2.send_headers(stream, [(":method", "CONNECT"), (":protocol", "websocket"), (":scheme", self.scheme),
                                      (":authority", "localhost"), (":path", path), ("sec-websocket-version", "13"),
                                      *((name.replace("_", "-"), value) for name, value in fields.items())])
        self.flush()
        while stream not in self.heads:
            self.step()
        return stream

    def send(self, stream, opcode, payload):
        mask = os.urandom(4)
        size = len(payload)
        head = bytes([0x80 | opcode, 0x80 | size]) if size < 126 else bytes([0x80 | opcode, 0x80 | 126]) + size.to_bytes(2, "big")
        frame = head + mask + bytes(b ^ mask[i & 3] for i, b in enumerate(payload))
        while frame:
            room = min(self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size)
            if room == 0:
                self.step()
                continue
            self.h2.send_data(stream, frame[:room])
            frame = frame[room:]
            self.flush()

    def read(self, stream):
        """Opcode and payload of the next frame."""
        def take(size):
            while len(self.bytes.get(stream, b"")) < size:
                self.step()
            part, self.bytes[stream] = self.bytes[stream][:size], self.bytes[stream][size:]
            return part
        first, size = take(2)
        if size >= 126:
            size = int.from_bytes(take(2 if size == 126 else 8), "big")
        return first & 0x0F, take(size)


def main():
    port, path = int(sys.argv[1]), sys.argv[2]
    peer = Peer(port, sys.argv[3] if len(sys.argv) > 3 else None)
    while peer.h2.remote_settings.get(SettingCodes.ENABLE_CONNECT_PROTOCOL) != 1:
        peer.step()
    first = peer.connect(path, sec_websocket_protocol="chat, log")
    second = peer.connect(path)
    assert peer.heads[first][":status"] == "200", peer.heads
    assert peer.heads[first]["sec-websocket-protocol"] == "chat", peer.heads
    assert "sec-websocket-accept" not in peer.heads[first]
    for message in (b"plain", "grüße 😀".encode(), b"x" * 60_000):
        for stream in (first, second):
            peer.send(stream, 1, message)
        for stream in (second, first):
            assert peer.read(stream) == (1, message)
    peer.send(first, 9, b"are you there")
    assert peer.read(first) == (10, b"are you there")
    peer.send(second, 1, b"\xff")  # not UTF-8
    opcode, payload = peer.read(second)
    assert opcode == 8 and payload[:2] == (1007).to_bytes(2, "big"), payload
    peer.send(first, 8, (4000).to_bytes(2, "big") + b"enough")
    assert peer.read(first) == (8, (4000).to_bytes(2, "big") + b"enough")
    while not {first, second} <= peer.ended:
        peer.step()
    print("all good")


main()
