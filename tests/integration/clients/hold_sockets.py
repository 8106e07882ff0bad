# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens COUNT WebSockets, says so, and keeps them until it is killed. usage: hold_sockets.py PORT PATH COUNT"""
import asyncio
import sys

import websockets


async def main() -> None:
    port, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    sockets = [await websockets.connect(f"ws://127.0.0.1:{port}{path}") for _ in range(count)]
    print(f"open {len(sockets)}", flush=True)
    await asyncio.Future()


asyncio.run(main())
