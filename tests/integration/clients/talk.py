# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaks with an echo server through the gateway, as python3-websockets does it. usage: talk.py PORT PATH"""
import asyncio
import sys

import websockets


async def main() -> None:
    url = f"ws://127.0.0.1:{sys.argv[1]}{sys.argv[2]}"
    async with websockets.connect(url, subprotocols=["chat", "log"], max_size=None) as socket:
        assert socket.subprotocol == "chat", socket.subprotocol
        assert not socket.extensions, socket.extensions  # compression is not offered to the upstream
        for message in ["plain", "grüße 😀", b"\x00\xff" * 1000, "x" * 200_000]:
            await socket.send(message)
            assert await socket.recv() == message
        await socket.send(part for part in ["in ", "frag", "ments"])
        assert [await socket.recv()] == ["in fragments"]
        await (await socket.ping(b"are you there"))
        await socket.close(4000, "enough")
        assert socket.close_code == 4000, socket.close_code
    async with websockets.connect(url) as socket:
        try:
            await socket.send("x" * 1_100_000)  # over WEBSOCKET_MAX_MESSAGE_BYTES
            await socket.recv()
            raise AssertionError("no close")
        except websockets.ConnectionClosed as closed:
            assert closed.rcvd.code == 1009, closed
    async with websockets.connect(url) as socket:
        for number in range(35):
            await socket.send(str(number))
        answers = [await socket.recv() for _ in range(35)]
        notice = '{"type":"error","message":"Slow down! Too many messages."}'
        assert answers.count(notice) == 5, answers
        assert sorted(a for a in answers if a != notice) == sorted(str(n) for n in range(30)), answers
        await socket.ping()
    print("all good")


asyncio.run(main())
