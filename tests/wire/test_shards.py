"""Connecting a shard: for as long as it takes, with a stack that does not grow."""

from __future__ import annotations

import asyncio
import inspect
import sys
from typing import TYPE_CHECKING

import pytest
import yarl
from discord.http import Route

from bot.client.discord_bot import Darkroom, point_at
from bot.client.shards import LONGEST_PAUSE
from bot.playground.discord import DiscordStandIn

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = yarl.URL("ws://127.0.0.1:9")
ATTEMPTS = 150
SHALLOW = 100
"""Frames, fewer than attempts: who calls itself for each comes to an end."""


class EnoughError(Exception):
    """The test has seen what it wants."""


@pytest.fixture
def shallow() -> Iterator[None]:
    before, base = sys.getrecursionlimit(), Route.BASE
    sys.setrecursionlimit(len(inspect.stack()) + SHALLOW)
    yield
    sys.setrecursionlimit(before)
    Route.BASE = base


@pytest.mark.usefixtures("shallow")
async def test_a_gateway_that_is_away_is_tried_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def wait(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) >= 2 * ATTEMPTS:
            raise EnoughError

    async with (
        DiscordStandIn() as discord,
        Darkroom(shard_count=1, shard_ids=()) as bot,
    ):
        point_at(discord.api_url)
        await bot.login(discord.token)
        monkeypatch.setattr(asyncio, "sleep", wait)
        with pytest.raises(EnoughError):
            await bot.launch_shard(NOBODY, 0)
        monkeypatch.undo()
    pauses = [own + theirs for theirs, own in zip(waited[::2], waited[1::2], strict=True)]
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[20] < pauses[-1] == LONGEST_PAUSE + waited[0]
