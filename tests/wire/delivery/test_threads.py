"""A thread that is closed while its job runs: opened again, else waited for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from bot.failure_kinds import FailureKind
from bot.texts.say import say
from bot.views.texts import FAILURES
from tests.wire.rows import rows, until, until_over
from tests.wire.sharing import alone, sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


DEADLINE = 3
"""Seconds, where a test waits for it."""

BY_CHANNEL = r"^/channels/\d+/messages/\d+$"


async def running(bot: WholeBot) -> Invocation:
    """Start a job in the thread, whose task goes on until the test ends it."""
    bot.novita.knobs.duration = math.inf
    invocation = await bot.imagine(channel=bot.discord.world.thread)
    await bot.submitted()
    return invocation


@pytest.mark.parametrize("token_lives", [True, False])
async def test_an_archived_thread_is_opened_and_the_job_delivered(
    bot: WholeBot, token_lives: bool
) -> None:
    invocation = await running(bot)
    await bot.discord.keeper.archive(bot.discord.world.thread)
    if not token_lives:
        invocation.expire()
    bot.novita.tasks[0].finish()
    message = await invocation.final()
    assert len(message.pictures()) == 1
    assert not bot.discord.world.thread.archived
    opened = bot.discord.requests.find("PATCH", rf"^/channels/{bot.discord.world.thread.id}$")
    assert {it.reason for it in opened} == {"Opened to show what became of a request"}
    await until_over(bot.database)
    assert bool(bot.discord.requests.find("PATCH", BY_CHANNEL, status=200)) is not token_lives


@pytest.mark.parametrize("archived", [True, False])
async def test_a_thread_unlocked_in_time_gets_its_images(bot: WholeBot, archived: bool) -> None:
    invocation = await running(bot)
    thread, keeper = bot.discord.world.thread, bot.discord.keeper
    await (keeper.archive(thread, locked=True) if archived else keeper.lock(thread))
    bot.novita.tasks[0].finish()
    await eventually(lambda: len(bot.discord.requests.find("PATCH", "/messages/")) >= 2)
    assert rows(bot.database)[0].state == "delivering"
    await keeper.unarchive(thread)
    message = await invocation.final()
    assert len(message.pictures()) == 1


@alone
@pytest.mark.parametrize("archived", [True, False])
async def test_a_thread_that_stays_locked_ends_the_job_and_is_told_once_it_opens(
    idle: WholeBot, archived: bool
) -> None:
    await idle.start(job_deadline_seconds=DEADLINE)
    invocation = await running(idle)
    thread, keeper = idle.discord.world.thread, idle.discord.keeper
    await (keeper.archive(thread, locked=True) if archived else keeper.lock(thread))
    idle.novita.tasks[0].finish()
    await until(idle.database, lambda jobs: jobs[0].state == "failed")
    assert rows(idle.database)[0].failure == FailureKind.THREAD_CLOSED
    assert not rows(idle.database)[0].shown
    await keeper.unarchive(thread)
    message = await invocation.final()
    assert message.pictures() == []
    assert say(FAILURES[FailureKind.THREAD_CLOSED].why) in message.text()
    assert (await until_over(idle.database)).failure == FailureKind.THREAD_CLOSED


async def test_a_job_that_fails_in_an_archived_thread_says_so(bot: WholeBot) -> None:
    invocation = await running(bot)
    await bot.discord.keeper.archive(bot.discord.world.thread)
    bot.novita.tasks[0].finish("out of memory")
    assert "out of memory" in (await invocation.final()).text()
