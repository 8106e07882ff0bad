#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A gRPC service and its client, with plain bytes as messages: `grpc_peer.py serve` prints its port and ends with its
standard input; `grpc_peer.py call PORT PREFIX` calls it through whatever listens there, with PREFIX before the path, and prints
what came back as JSON."""
import json
import sys
import threading
from concurrent import futures

import grpc

SERVICE = "test.Echo"


def unary(request, context):
    if request == b"fail":
        context.set_trailing_metadata((("x-why", "asked for"),))
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, "no such luck")
    context.send_initial_metadata((("x-first", "1"),))
    context.set_trailing_metadata((("x-last", "2"),))
    return b"<" + request + b">"


def stream_out(request, context):
    for i in range(int(request)):
        yield b"%d" % i


def both(requests, context):
    for request in requests:
        yield b"<" + request + b">"


def collect(requests, context):
    return b"%d" % sum(len(request) for request in requests)


def hang(request, context):
    """Answers only when the call is over."""
    over = threading.Event()
    context.add_callback(over.set)
    over.wait(60)
    return b""


def serve():
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, {
        "Unary": grpc.unary_unary_rpc_method_handler(unary),
        "Out": grpc.unary_stream_rpc_method_handler(stream_out),
        "In": grpc.stream_unary_rpc_method_handler(collect),
        "Hang": grpc.unary_unary_rpc_method_handler(hang),
        "Both": grpc.stream_stream_rpc_method_handler(both),
    }),))
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    server.start()
    sys.stdin.read()
    server.stop(0)


def ping_pong(channel, prefix):
    """Sends each message only after the answer to the one before: nothing may wait for the end of the stream."""
    import queue
    outgoing = queue.Queue()
    answers = channel.stream_stream(f"{prefix}/{SERVICE}/Both")(iter(outgoing.get, None), timeout=60)
    got = []
    for word in (b"one", b"two", b"three"):
        outgoing.put(word)
        got.append(next(answers).decode())
    outgoing.put(None)
    return got + [message.decode() for message in answers] + [answers.code().name]


def call(port, prefix):
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        answer, unary_call = channel.unary_unary(f"{prefix}/{SERVICE}/Unary").with_call(b"hello", timeout=60)
        result = {
            "unary": answer.decode(),
            "trailing": dict(unary_call.trailing_metadata()).get("x-last"),
            "out": [m.decode() for m in channel.unary_stream(f"{prefix}/{SERVICE}/Out")(b"5", timeout=60)],
            "in": channel.stream_unary(f"{prefix}/{SERVICE}/In")(
                (b"x" * 10_000 for _ in range(50)), timeout=60).decode(),
            "both": ping_pong(channel, prefix),
        }
        try:
            channel.unary_unary(f"{prefix}/{SERVICE}/Unary")(b"fail", timeout=60)
        except grpc.RpcError as error:
            result["error"] = [error.code().name, error.details()]
        try:
            channel.unary_unary(f"{prefix}/{SERVICE}/Missing")(b"", timeout=60)
        except grpc.RpcError as error:
            result["missing"] = error.code().name
    print(json.dumps(result))


if sys.argv[1] == "serve":
    serve()
else:
    call(int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "")
