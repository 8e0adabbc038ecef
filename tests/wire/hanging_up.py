"""A server that reads each request to its end and hangs up without a word."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass
class HangingUp:
    """Where it listens, and how often each method was used on it."""

    url: str = ""
    asked: Counter[str] = field(default_factory=Counter)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.asked[head.partition(b" ")[0].decode()] += 1
        length = LENGTH.search(head)
        # Closing with bytes unread would be a reset, which is another failure.
        await reader.readexactly(int(length[1]) if length else 0)
        writer.close()


@asynccontextmanager
async def hanging_up() -> AsyncIterator[HangingUp]:
    """Listen on loopback until the end of the block."""
    it = HangingUp()
    async with await asyncio.start_server(it.answer, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        it.url = f"http://{host}:{port}"
        yield it
