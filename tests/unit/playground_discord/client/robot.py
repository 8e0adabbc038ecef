"""A bot that hears of acts over the gateway and answers them as the test says."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from tests.unit.playground_discord.client.visitor import Told
    from tests.unit.playground_discord.wire import Gateway, Wire


class Robot:
    """A bot that hears of an act and answers it as the test says."""

    def __init__(self, wire: Wire, gateway: Gateway) -> None:
        self.wire = wire
        self._gateway = gateway

    async def hears(self) -> dict[str, Any]:
        heard: dict[str, Any] = (await self._gateway.event("INTERACTION_CREATE"))["d"]
        return heard

    async def answers(
        self, asking: Awaitable[Told], kind: int, data: object = None
    ) -> tuple[dict[str, Any], Told]:
        """Return what the bot heard of an act, and what the client was told in the end."""

        async def answer() -> dict[str, Any]:
            heard = await self.hears()
            path = f"/interactions/{heard['id']}/{heard['token']}/callback"
            done = await self.wire.call("POST", path, {"type": kind, "data": data})
            assert done.status == 204, done
            return heard

        heard, told = await asyncio.gather(answer(), asking)
        return heard, told
