#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service of greeter.proto, made by python3-grpcio with what protoc makes of the text: prints its port and ends with its
standard input."""
import os
import subprocess
import sys
import threading
from concurrent import futures

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

HERE = os.path.dirname(os.path.abspath(__file__))
SERVICE = "greet.v1.Greeter"


def messages():
    text = subprocess.run(["protoc", "--include_imports", "--descriptor_set_out=/dev/stdout", "-I", HERE,
                           os.path.join(HERE, "greeter.proto")], stdout=subprocess.PIPE, check=True).stdout
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(text).file:
        pool.Add(file)
    factory = message_factory.MessageFactory(pool)
    return [factory.GetPrototype(pool.FindMessageTypeByName("greet.v1." + name)) for name in ("HelloRequest", "HelloReply")]


HelloRequest, HelloReply = messages()
failures = {}


def reply_to(request, context):
    reply = HelloReply(greeting_text="Hello " + request.name, total_count=9007199254740993,
                       was_loud=request.mood == 1, echo=request, big_numbers=request.big_numbers)
    for key, value in context.invocation_metadata():
        if isinstance(value, str):
            reply.metadata[key] = value
    return reply


def say_hello(request, context):
    return reply_to(request, context)


def count(request, context):
    for i in range(request.times):
        yield HelloReply(greeting_text=request.name, total_count=i)


def forever(request, context):
    i = 0
    while context.is_active():
        yield HelloReply(greeting_text=request.name, total_count=i)
        i += 1


def collect(requests, context):
    names = [request.name for request in requests]
    return HelloReply(greeting_text=" ".join(names), total_count=len(names))


def chat(requests, context):
    for request in requests:
        yield HelloReply(greeting_text="Hello " + request.name)


def fail(request, context):
    seen = failures.get(request.name, 0)
    failures[request.name] = seen + 1
    if request.name.isdigit() and seen >= int(request.name):
        return HelloReply(greeting_text="after %d" % seen)
    code = next(code for code in grpc.StatusCode if code.value[0] == request.times)
    context.abort(code, "no luck: 100 % \u00fc")


def hang(request, context):
    over = threading.Event()
    context.add_callback(over.set)
    over.wait(60)
    return HelloReply()


def serve():
    coding = {"request_deserializer": HelloRequest.FromString, "response_serializer": HelloReply.SerializeToString}
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, {
        "SayHello": grpc.unary_unary_rpc_method_handler(say_hello, **coding),
        "Count": grpc.unary_stream_rpc_method_handler(count, **coding),
        "Forever": grpc.unary_stream_rpc_method_handler(forever, **coding),
        "Collect": grpc.stream_unary_rpc_method_handler(collect, **coding),
        "Chat": grpc.stream_stream_rpc_method_handler(chat, **coding),
        "Fail": grpc.unary_unary_rpc_method_handler(fail, **coding),
        "Hang": grpc.unary_unary_rpc_method_handler(hang, **coding),
    }),))
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    server.start()
    sys.stdin.read()
    server.stop(0)


serve()
