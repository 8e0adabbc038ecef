"""A lease is lost and comes back while an edit of ours is still on its way."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.domain.ports import Status

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.playground.discord import DiscordStandIn, Invocation
    from tests.wire.publishing_bot import PublishingBot


async def test_a_status_after_a_return_is_shown_though_an_old_edit_still_flies(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    fly, flying = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        flying.set()
        await fly.wait()

    bot.publisher._turn = wait
    bot.leap = 60
    bot.publisher.show(job, Status(progress=10))
    await asyncio.wait_for(flying.wait(), 5)
    bot.publisher.close(job.id)  # the lease was lost
    bot.publisher.adopted(job)  # and is ours again
    bot.publisher.show(job, Status(progress=90))
    bot.leap += 60  # it is due while the old edit still flies
    bot.publisher._news.set()
    await asyncio.sleep(0.5)
    fly.set()
    bot.leap += 60
    await discord.until(lambda: "90 %" in drawing.shown.text(), timeout=8)


async def test_a_status_after_a_return_is_not_undone_by_one_that_waited_before(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    fly, flying = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        flying.set()
        await fly.wait()

    bot.publisher._turn = wait
    bot.leap = 60
    bot.publisher.show(job, Status(progress=10))
    await asyncio.wait_for(flying.wait(), 5)
    bot.publisher.show(job, Status(progress=20))  # waits behind the flight
    bot.publisher.close(job.id)
    bot.publisher.adopted(job)
    bot.leap = 0  # so that what follows is not due before the flight ends
    bot.publisher.show(job, Status(progress=90))
    fly.set()
    await asyncio.sleep(0.3)
    bot.leap = 120
    bot.publisher._news.set()
    await asyncio.sleep(3)
    assert "90 %" in drawing.shown.text(), drawing.shown.text()
