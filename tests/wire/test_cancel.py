"""Cancel over the wire: at each moment of a job, by whoever may and may not."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from tests.wire.rows import let_pass, rows, until, until_over
from tests.wire.sharing import alone, sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


FREE = "nothing is charged"
LATE = "may still be charged"


@pytest.fixture
async def crowded(idle: WholeBot) -> WholeBot:
    """Return a bot with one job for ever in flight, so that others wait."""
    idle.novita.knobs.duration = math.inf
    await idle.start(max_jobs_in_flight=1)
    await idle.imagine("the first")
    await idle.submitted()
    return idle


async def running(bot: WholeBot) -> Invocation:
    bot.novita.knobs.duration = math.inf
    invocation = await bot.imagine()
    await bot.submitted()
    return invocation


@alone
async def test_a_waiting_job_is_cancelled_for_nothing(crowded: WholeBot) -> None:
    waiting = await crowded.imagine("the second")
    await crowded.cancel(waiting.shown)
    assert waiting.shown.is_final
    assert "**Cancelled**" in waiting.shown.text()
    assert FREE in waiting.shown.text()
    crowded.novita.tasks[0].finish()
    third = await crowded.imagine("the third")
    await crowded.submitted(2)
    assert crowded.novita.tasks[1].request["prompt"] == "the third"
    assert not third.shown.is_final


async def test_a_running_jobs_result_is_dropped(bot: WholeBot) -> None:
    invocation = await running(bot)
    await bot.cancel(invocation.shown)
    assert LATE in invocation.shown.text()
    versions = len(invocation.shown.versions)
    bot.novita.tasks[0].finish()
    bot.novita.knobs.duration = 0.1
    await bot.imagined("another")
    assert len(invocation.shown.versions) == versions
    assert bot.novita.tasks[0].downloads == []


async def test_a_stranger_may_not(bot: WholeBot) -> None:
    invocation = await running(bot)
    press = await bot.cancel(invocation.shown, user=bot.discord.world.second_member)
    assert press.ephemeral
    assert not invocation.shown.is_final
    bot.novita.tasks[0].finish()
    assert len((await invocation.final()).pictures()) == 1


async def test_a_moderator_may(bot: WholeBot) -> None:
    invocation = await running(bot)
    await bot.cancel(invocation.shown, user=bot.discord.world.moderator)
    assert "**Cancelled**" in invocation.shown.text()


async def test_cancelling_twice_is_answered(bot: WholeBot) -> None:
    invocation = await running(bot)
    custom_id = invocation.shown.button("cancel")["custom_id"]
    world = bot.discord.world
    first = await bot.discord.press(invocation.shown, custom_id)
    second = await bot.discord.press(invocation.shown, custom_id, user=world.moderator)
    for press in (first, second):
        await press.answered()
    assert "**Cancelled**" in invocation.shown.text()
    assert [press.ephemeral for press in (first, second)].count(True) <= 1


async def test_a_press_after_the_end_is_answered(bot: WholeBot) -> None:
    invocation = await bot.imagine()
    custom_id = invocation.shown.button("cancel")["custom_id"]
    message = await invocation.final()
    press = await (await bot.discord.press(message, custom_id)).answered()
    assert press.ephemeral
    assert len(message.pictures()) == 1


async def test_the_button_works_after_a_restart(bot: WholeBot) -> None:
    invocation = await running(bot)
    await bot.restart()
    await bot.cancel(invocation.shown)
    assert LATE in invocation.shown.text()
    assert bot.asked("submit") == 1


async def test_the_button_works_in_a_private_message(bot: WholeBot) -> None:
    bot.novita.knobs.duration = math.inf
    invocation = await bot.imagine(private=True)
    await bot.submitted()
    await bot.cancel(invocation.shown)
    assert "**Cancelled**" in invocation.shown.text()


async def test_a_cancel_whose_answer_is_lost_is_shown_later(bot: WholeBot) -> None:
    invocation = await running(bot)
    custom_id = invocation.shown.button("cancel")["custom_id"]
    fault = bot.discord.faults.add(method="POST", path="/callback", drop=True, times=None)
    await bot.discord.press(invocation.shown, custom_id)
    await eventually(lambda: fault.hits >= 1)
    await until(bot.database, lambda jobs: jobs[0].state == "cancelled")
    bot.discord.faults.clear()
    await bot.stop()
    let_pass(bot.database, 60)
    await bot.start()
    assert "**Cancelled**" in (await invocation.final()).text()
    assert (await until_over(bot.database)).token == ""


async def test_a_cancelled_jobs_token_is_forgotten(bot: WholeBot) -> None:
    invocation = await running(bot)
    assert rows(bot.database)[0].token == invocation.token
    await bot.cancel(invocation.shown)
    assert (await until_over(bot.database)).token == ""
