"""What is told by WebSocket, and to whom."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.unit.playground_comfyui.caller import SOON, calling

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tests.unit.playground_comfyui.caller import Caller


class Ear:
    """Hears all frames of a connection until somebody is done."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self.heard: list[dict[str, Any]] = []
        self.previews: list[bytes] = []

    async def until(self, kind: str) -> None:
        async with asyncio.timeout(SOON):
            while not self.heard or self.heard[-1]["type"] != kind:
                message = await self._socket.receive()
                if message.type is aiohttp.WSMsgType.BINARY:
                    self.previews.append(message.data)
                else:
                    self.heard.append(message.json())

    async def until_done(self) -> list[str]:
        """Hear to the end of a task; return the kinds of all that came."""
        await self.until("executing")
        while self.heard[-1]["data"]["node"] is not None:
            self.heard.append({"type": ""})
            await self.until("executing")
        return [frame["type"] for frame in self.heard if frame["type"]]


@asynccontextmanager
async def hearing(caller: Caller, client_id: str) -> AsyncGenerator[Ear]:
    url = f"{caller.server.url}/ws?clientId={client_id}"
    async with caller.session.ws_connect(url) as socket:
        ear = Ear(socket)
        await ear.until("status")
        assert ear.heard[0]["data"]["sid"] == client_id
        yield ear


async def test_a_task_is_told_step_by_step_to_whoever_sent_it() -> None:
    async with calling(previews=True) as caller, hearing(caller, "me") as ear:
        await caller.submit(client_id="me")
        kinds = await ear.until_done()
    told = [kind for kind in dict.fromkeys(kinds) if kind != "status"]
    assert told == [
        "execution_start",
        "execution_cached",
        "executing",
        "progress",
        "progress_state",
        "executed",
        "execution_success",
    ]
    assert kinds.count("progress") == 4
    assert ear.previews[0].startswith(b"\0\0\0\1\0\0\0\1\xff\xd8")


async def test_others_hear_but_the_status_unless_nobody_said_who_they_are() -> None:
    async with calling() as caller, hearing(caller, "other") as ear:
        await caller.submit(client_id="me")
        await caller.server.wait_until(lambda it: it.tasks[0].has_ended, SOON)
        await caller.submit({**caller.server.tasks[0].graph})
        kinds = await ear.until_done()
        heard = {f["data"].get("prompt_id") for f in ear.heard if f["type"]}
        assert caller.server.tasks[0].task_id not in heard
    assert "execution_success" in kinds


async def test_an_interruption_ends_with_no_node_too() -> None:
    async with calling(duration=60) as caller, hearing(caller, "me") as ear:
        await caller.submit(client_id="me")
        await ear.until("executing")
        await caller.ask("POST", "/interrupt")
        await ear.until("execution_interrupted")
        await ear.until("executing")
    assert ear.heard[-1]["data"]["node"] is None


async def test_whoever_connects_again_is_told_of_a_node_without_its_task() -> None:
    async with calling(duration=60) as caller:
        async with hearing(caller, "me") as ear:
            await caller.submit(client_id="me")
            await ear.until("executing")
        async with hearing(caller, "me") as again:
            await again.until("executing")
            assert again.heard[-1]["data"] == {"node": "3"}
