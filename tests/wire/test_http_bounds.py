"""The HTTP server among clients that send half, too much, or nothing."""

from __future__ import annotations

import asyncio
import errno
import socket
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from bot.errors import ConfigurationError, DarkroomError
from bot.web.health import healthz
from bot.web.server import Bounds, serving, unusable
from bot.web.webhook import MAX_EVENT_BYTES, novita_events

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SECRET = "s" * 32
SOON = 0.3
"""Seconds that a request may take in these tests."""
PATIENCE = 10.0
HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
WHOLE = HEAD + b"\r\n"
EVENT = f"POST /webhooks/novita/{SECRET} HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"


class Client:
    """One connection, written by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, data: bytes) -> None:
        """Write, and do not wait for an answer."""
        self._writer.write(data)
        await self._writer.drain()

    async def status(self) -> int:
        """Return the status of the next answer, and leave its body unread."""
        async with asyncio.timeout(PATIENCE):
            head = await self._reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            await self._reader.readexactly(length)
        return int(head.split()[1])

    async def rest(self) -> bytes:
        """Return what comes until the server closes."""
        async with asyncio.timeout(PATIENCE):
            try:
                return await self._reader.read()
            except ConnectionError:
                return b""

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


class Server:
    """A server under test, and its clients."""

    def __init__(self, port: int, stack: AsyncExitStack) -> None:
        self.port, self._stack = port, stack

    async def client(self) -> Client:
        """Connect."""
        client = Client(*await asyncio.open_connection("127.0.0.1", self.port))
        self._stack.callback(client.close)
        return client


@asynccontextmanager
async def served(bounds: Bounds, port: int = 0) -> AsyncIterator[Server]:
    async def well() -> bool:
        return True

    health = healthz(well, lambda: True)
    events = novita_events(SECRET, lambda _: True)
    async with (
        serving("127.0.0.1", port, healthz=health, events=events, bounds=bounds) as bound,
        AsyncExitStack() as stack,
    ):
        yield Server(bound, stack)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with served(Bounds(request_seconds=SOON, connections=3)) as one:
        yield one


@pytest.mark.parametrize(
    "half",
    [b"", b"GET /hea", HEAD, HEAD + b"X: " + b"y" * 2000],
    ids=["none", "line", "head", "long"],
)
async def test_a_head_that_does_not_end_is_closed(server: Server, half: bytes) -> None:
    client = await server.client()
    await client.send(half)
    assert await client.rest() == b""


async def test_a_head_that_trickles_is_closed_all_the_same(server: Server) -> None:
    client = await server.client()
    await client.send(HEAD + b"X: ")
    sending = asyncio.create_task(trickle(client, b"y"))
    assert await client.rest() == b""
    sending.cancel()


async def test_the_next_request_of_a_connection_has_as_long(server: Server) -> None:
    client = await server.client()
    await client.send(WHOLE)
    assert await client.status() == 200
    await client.send(HEAD)
    assert await client.rest() == b""


async def test_a_body_that_does_not_end_is_told_and_closed(server: Server) -> None:
    client = await server.client()
    await client.send(EVENT.encode() % 100 + b'{"half')
    assert await client.status() == 408
    assert await client.rest() == b""


async def test_a_body_that_trickles_is_told_all_the_same(server: Server) -> None:
    client = await server.client()
    await client.send(EVENT.encode() % 100_000)
    sending = asyncio.create_task(trickle(client, b" "))
    assert await client.status() == 408
    sending.cancel()


async def trickle(client: Client, data: bytes) -> None:
    """Send again and again, until cancelled or cut off."""
    with suppress(ConnectionError):
        while True:
            await client.send(data)
            await asyncio.sleep(0.02)


async def test_a_body_too_large_is_refused(server: Server) -> None:
    client = await server.client()
    await client.send(EVENT.encode() % (MAX_EVENT_BYTES + 1) + b" " * (MAX_EVENT_BYTES + 1))
    assert await client.status() == 413


async def test_a_connection_too_many_is_closed_and_the_others_are_served() -> None:
    async with served(Bounds(request_seconds=PATIENCE, connections=3)) as patient:
        clients = [await patient.client() for _ in range(3)]
        for client in clients:
            await client.send(WHOLE)
            assert await client.status() == 200
        assert await (await patient.client()).rest() == b""
        await clients[0].send(WHOLE)
        assert await clients[0].status() == 200
        clients[0].close()
        await asyncio.wait_for(served_again(patient), PATIENCE)


async def served_again(server: Server) -> None:
    """Wait until a place is free."""
    while True:
        client = await server.client()
        try:
            await client.send(WHOLE)
            assert await client.status() == 200
        except (ConnectionError, asyncio.IncompleteReadError):
            continue
        return


async def test_a_port_in_use_is_named() -> None:
    async with served(Bounds()) as first:
        with pytest.raises(DarkroomError, match=f"HTTP_PORT: {first.port} is already in use"):
            async with served(Bounds(), first.port):
                pass


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.EADDRNOTAVAIL, "no"), "HTTP_HOST: "),
        (socket.gaierror(-2, "no"), "HTTP_HOST: "),
        (PermissionError(errno.EACCES, "no"), "HTTP_PORT: "),
    ],
)
def test_what_the_system_does_not_take_is_wrong_configuration(error: OSError, words: str) -> None:
    told = unusable(80, error)
    assert isinstance(told, ConfigurationError)
    assert str(told).startswith(words)
    assert "80" not in str(told)
