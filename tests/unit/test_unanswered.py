"""What the operator reads when a server does not answer."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.client.reaching import asked_once
from bot.engine_errors import NetworkFaultError
from bot.engines.http import Request
from bot.engines.transport import Endpoint, open_transport
from bot.errors import DarkroomError
from bot.unanswered import no_answer, place_of, why
from tests.tables import each_row

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def nobody() -> Iterator[str]:
    """Yield an address of this machine where nothing listens, as long as it is held."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


async def test_an_engine_is_named_with_its_address_and_what_to_do(nobody: str) -> None:
    endpoint = Endpoint(name="the web UI", base_url=nobody, advice="is it running, and with --api?")
    async with open_transport(endpoint) as send:
        with pytest.raises(NetworkFaultError) as caught:
            await send(Request("GET", "/x"))
    assert str(caught.value) == (
        f"no answer from the web UI at {nobody}: is it running, and with --api?"
    )


async def test_discord_is_named_with_its_address(nobody: str) -> None:
    async def ask() -> None:
        async with aiohttp.ClientSession() as session, session.get(nobody):
            pass

    with pytest.raises(DarkroomError) as caught:
        await asked_once(ask, nobody)
    assert str(caught.value) == f"no answer from Discord at {nobody}: is this machine online?"


@each_row(
    "address, shown",
    [
        ("https://user:p@ss@h.example:8/a?key=1#x", "https://h.example:8/a"),
        ("http://[::1]:7860", "http://[::1]:7860"),
        ("https://token@h.example", "https://h.example"),
    ],
)
def test_an_address_is_shown_without_secrets(address: str, shown: str) -> None:
    assert place_of(address) == shown


@each_row(
    "error",
    [
        TimeoutError(),
        aiohttp.ServerTimeoutError(),
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientPayloadError("x"),
        ConnectionResetError(104, "reset"),
        OSError(5, "x"),
    ],
)
def test_no_class_of_ours_or_of_a_library_is_told(error: Exception) -> None:
    line = no_answer("ComfyUI", "http://h", error)
    assert line == f"no answer from ComfyUI at http://h: {why(error)}"
    assert "Error" not in line
    assert why(error)
