"""The whole bot with AI Horde for its engine: many at once, a lock-out, and whose fault it is."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from bot.playground.horde.knobs import Knobs
from bot.playground.horde.server import HordeStandIn
from bot.texts.say import say
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.wire.whole_bot import WholeBot

MANY = 25
PACE = 2 / 1.25
"""Submits a second that the address may make."""


@pytest.fixture
async def horde() -> AsyncIterator[HordeStandIn]:
    knobs = Knobs(duration=0.2, latency_ms=(1, 5), plain_images=True)
    async with HordeStandIn(knobs) as horde:
        yield horde


async def test_many_at_once_are_sent_as_fast_as_the_address_may(
    idle: WholeBot, horde: HordeStandIn
) -> None:
    await idle.start(
        engine="horde", horde_api_url=horde.url, detector="off", max_jobs_per_user=MANY
    )
    begun = time.monotonic()
    jobs = await asyncio.gather(*(idle.imagine(f"fox {number}") for number in range(MANY)))
    await horde.wait_until(lambda horde: len(horde.tasks) == MANY, 60)
    assert time.monotonic() - begun < 2 * MANY / PACE + 3
    await asyncio.gather(*(job.final(timeout=60) for job in jobs))
    told = [seen.status for seen in horde.asked("submit")]
    # What leaves at its pace may arrive closer together, where a core is busy; refused, it comes
    # again.
    assert told.count(202) == MANY
    assert told.count(429) == len(told) - MANY <= MANY // 8


async def test_one_member_locks_everybody_out_once(idle: WholeBot, horde: HordeStandIn) -> None:
    horde.knobs.timeout_s = 2
    await idle.start(engine="horde", horde_api_url=horde.url, detector="off")
    # At once: whoever asks after the refusal is refused at the door.
    bad = await asyncio.gather(*(idle.imagine("forbidden") for _ in range(4)))
    other = await idle.imagine("a dog", user=idle.discord.world.admin)
    ends = [await job.final(timeout=60) for job in bad]
    assert len((await other.final(timeout=60)).pictures()) == 1
    [timeout] = horde._state.timeouts.values()
    assert timeout.offences == 1
    why = [end.text().splitlines()[1] for end in ends]
    assert why.count(say(text("failure.prompt_suspicious"))) == 1
    assert why.count(say(text("failure.slowed_down"))) == 3
