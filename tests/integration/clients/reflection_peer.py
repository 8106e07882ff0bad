#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The services of shop/*.proto, made by python3-grpcio, with server reflection as grpc/reflection/v1/reflection.proto describes it.
Its first argument is the version of the reflection service, v1 or v1alpha, the others are how it behaves: "bundle" sends imports
along with every file, "lost" does not find the imported file, "garbage" sends no descriptors, "huge" sends one of 64 KiB more than
4 MiB, "grown" offers from the start what Orders.Grow adds, "key=FILE cert=FILE" speak TLS. Prints its port and ends with its
standard input."""
import os
import subprocess
import sys
from concurrent import futures

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

HERE = os.path.dirname(os.path.abspath(__file__))
VERSION, HABITS = sys.argv[1], sys.argv[2:]
STRING, INT32, BYTES, MESSAGE = 9, 5, 12, 11  # FieldDescriptorProto.Type


def message(file, name, *fields):
    entry = file.message_type.add(name=name)
    for number, field, kind, repeated in fields:
        added = entry.field.add(name=field, number=number, label=3 if repeated else 1, type=MESSAGE)
        if isinstance(kind, int):
            added.type = kind
        else:
            added.type_name = "." + file.package + "." + kind


def reflection_file():
    file = descriptor_pb2.FileDescriptorProto(name="peer_reflection.proto", package="grpc.reflection." + VERSION, syntax="proto3")
    message(file, "ServerReflectionRequest", (1, "host", STRING, False), (3, "file_by_filename", STRING, False),
            (4, "file_containing_symbol", STRING, False), (7, "list_services", STRING, False))
    message(file, "FileDescriptorResponse", (1, "file_descriptor_proto", BYTES, True))
    message(file, "ServiceResponse", (1, "name", STRING, False))
    message(file, "ListServiceResponse", (1, "service", "ServiceResponse", True))
    message(file, "ErrorResponse", (1, "error_code", INT32, False), (2, "error_message", STRING, False))
    message(file, "ServerReflectionResponse", (1, "valid_host", STRING, False), (2, "original_request", "ServerReflectionRequest", False),
            (4, "file_descriptor_response", "FileDescriptorResponse", False), (6, "list_services_response", "ListServiceResponse", False),
            (7, "error_response", "ErrorResponse", False))
    return file


def files():
    text = subprocess.run(["protoc", "--include_imports", "--descriptor_set_out=/dev/stdout", "-I", HERE, "shop/orders.proto",
                           "shop/stock.proto"], stdout=subprocess.PIPE, check=True, cwd=HERE).stdout
    return {file.name: file for file in descriptor_pb2.FileDescriptorSet.FromString(text).file}


FILES = files()
POOL = descriptor_pool.DescriptorPool()
for one in [*FILES.values(), reflection_file()]:
    POOL.Add(one)
FACTORY = message_factory.MessageFactory(POOL)


def kind(name):
    return FACTORY.GetPrototype(POOL.FindMessageTypeByName(name))


ReflectionRequest = kind("grpc.reflection." + VERSION + ".ServerReflectionRequest")
ReflectionResponse = kind("grpc.reflection." + VERSION + ".ServerReflectionResponse")
Order, Empty, Count = kind("shop.types.Order"), kind("shop.v1.Empty"), kind("shop.v1.Count")
state = {"asked": 0, "grown": "grown" in HABITS}


def services():
    names = ["grpc.reflection." + VERSION + ".ServerReflection", "shop.v1.Orders"]
    return names + (["shop.v2.Stock", "shop.v2.Orders"] if state["grown"] else [])


def descriptors(name, answer):
    if name not in FILES or ("lost" in HABITS and name == "shop/types.proto"):
        answer.error_response.error_code = 5
        answer.error_response.error_message = "no file " + name
        return
    sent = answer.file_descriptor_response.file_descriptor_proto
    if "garbage" in HABITS:
        sent.append(b"\x0a\xff\xff\xff\xff\x0f")
        return
    if "huge" in HABITS:
        file = descriptor_pb2.FileDescriptorProto()
        file.CopyFrom(FILES[name])
        file.options.java_package = "x" * (4 * 1024 * 1024 + 65536)
        sent.append(file.SerializeToString())
        return
    sent.append(FILES[name].SerializeToString())
    if "bundle" in HABITS:
        sent.extend(FILES[other].SerializeToString() for other in FILES if other != name)


def reflect(requests, context):
    for request in requests:
        answer = ReflectionResponse(valid_host=request.host, original_request=request)
        if request.list_services:
            state["asked"] += 1
            for name in services():
                answer.list_services_response.service.add(name=name)
        elif request.file_containing_symbol:
            descriptors("shop/orders.proto" if request.file_containing_symbol.startswith("shop.v1.") else "shop/stock.proto", answer)
        else:
            descriptors(request.file_by_filename, answer)
        yield answer


def echo(request, context):
    return request


def grow(request, context):
    state["grown"] = True
    return Empty()


def times_asked(request, context):
    return Count(count=state["asked"])


def left(request, context):
    return kind("shop.v2.Count")(count=len(request.order_id))


def unary(function, request):
    return grpc.unary_unary_rpc_method_handler(function, request_deserializer=request.FromString,
                                               response_serializer=lambda reply: reply.SerializeToString())


def listen(server):
    files_of = dict(habit.split("=", 1) for habit in HABITS if "=" in habit)
    if "key" not in files_of:
        return server.add_insecure_port("127.0.0.1:0")
    with open(files_of["key"], "rb") as key, open(files_of["cert"], "rb") as cert:
        return server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key.read(), cert.read())]))


def serve():
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8), options=[("grpc.max_send_message_length", -1)])
    server.add_generic_rpc_handlers((
        grpc.method_handlers_generic_handler("shop.v1.Orders", {
            "Echo": unary(echo, Order), "Grow": unary(grow, Empty), "TimesAsked": unary(times_asked, Empty)}),
        grpc.method_handlers_generic_handler("shop.v2.Stock", {"Left": unary(left, Order)}),
        grpc.method_handlers_generic_handler("shop.v2.Orders", {"Grow": unary(grow, Empty)}),
        grpc.method_handlers_generic_handler("grpc.reflection." + VERSION + ".ServerReflection", {
            "ServerReflectionInfo": grpc.stream_stream_rpc_method_handler(
                reflect, request_deserializer=ReflectionRequest.FromString,
                response_serializer=lambda reply: reply.SerializeToString())}),
    ))
    print(listen(server), flush=True)
    server.start()
    sys.stdin.read()
    server.stop(0)


serve()
