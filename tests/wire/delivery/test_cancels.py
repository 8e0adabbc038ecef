"""Cancel while something else is on its way: the message says it, soon, and goes on saying it."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from tests.wire.delivery.versions import is_final
from tests.wire.rows import until, until_over
from tests.wire.sharing import sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from bot.playground.discord.faults import Fault
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


EDIT = r"^/webhooks/.*/messages/\d+$"
SOON = 8.0
"""Seconds; a lease that nobody gave back would last for thirty."""


@pytest_asyncio.fixture(loop_scope="module")
async def running(bot: WholeBot) -> Invocation:
    bot.novita.knobs.duration = math.inf
    invocation = await bot.imagine()
    await bot.submitted()
    return invocation


async def pressed(bot: WholeBot, invocation: Invocation) -> Invocation:
    """Press Cancel and wait for nothing."""
    button = invocation.shown.button("cancel")["custom_id"]
    return await bot.discord.press(invocation.shown, button)


async def held_status(bot: WholeBot) -> Fault:
    """Hold the next status edit, and return once it is held."""
    status = bot.discord.faults.add(method="PATCH", path=EDIT, hold=True)
    await eventually(lambda: status.held)
    return status


async def test_a_status_held_since_before_the_cancel_does_not_stay(
    bot: WholeBot, running: Invocation
) -> None:
    status = await held_status(bot)
    await (await pressed(bot, running)).answered()
    assert "**Cancelled**" in running.shown.text()
    status.release()
    await running.until(lambda: not is_final(running.shown.now))
    await until_over(bot.database)
    assert "**Cancelled**" in running.shown.text()


async def test_a_status_that_lands_just_before_the_cancel_is_told_does_not_stay(
    bot: WholeBot, running: Invocation
) -> None:
    status = await held_status(bot)
    callback = bot.discord.faults.add(method="POST", path="/callback$", hold="after")
    await pressed(bot, running)
    await running.until(lambda: is_final(running.shown.now))
    status.release()
    await running.until(lambda: not is_final(running.shown.now))
    (edit,) = bot.discord.requests.find("PATCH", EDIT)
    await eventually(lambda: edit.status)
    callback.release()
    await until_over(bot.database)
    assert "**Cancelled**" in running.shown.text()


CUT: dict[str, dict[str, Any]] = {
    "before": {"drop": True},
    "after": {"drop": "after"},
    "late": {"drop": True, "late": 1.0},
    "refused": {"status": 404, "code": 10062},
    "held too long": {"hold": True},
}


@pytest.mark.parametrize("case", CUT)
async def test_a_cancel_whose_answer_is_cut_off_is_shown_soon(
    bot: WholeBot, running: Invocation, case: str
) -> None:
    fault = bot.discord.faults.add(method="POST", path="/callback$", **CUT[case])
    await pressed(bot, running)
    await eventually(lambda: fault.hits)
    message = await running.final(timeout=SOON)
    assert "**Cancelled**" in message.text()
    bot.discord.faults.clear()
    assert (await until_over(bot.database)).state == "cancelled"
    assert is_final(message.now)


async def test_two_cancels_at_once_end_it_once(bot: WholeBot, running: Invocation) -> None:
    world, button = bot.discord.world, running.shown.button("cancel")["custom_id"]
    presses = await asyncio.gather(
        bot.discord.press(running.shown, button),
        bot.discord.press(running.shown, button, user=world.moderator),
    )
    await asyncio.gather(*(press.answered() for press in presses))
    assert sorted(press.ephemeral for press in presses) == [False, True]
    (refused,) = [press for press in presses if press.ephemeral]
    assert "Too late" in refused.text()
    assert (await until_over(bot.database)).state == "cancelled"
    assert "**Cancelled**" in running.shown.text()


async def test_a_cancel_that_comes_as_the_images_are_posted_is_too_late(
    bot: WholeBot, running: Invocation
) -> None:
    upload = bot.discord.faults.add(method="PATCH", with_files=True, hold=True)
    bot.novita.tasks[0].finish()
    await eventually(lambda: upload.held)
    press = await (await pressed(bot, running)).answered()
    assert press.ephemeral
    upload.release()
    assert len((await running.final()).pictures()) == 1
    await until(bot.database, lambda jobs: jobs[0].state == "delivered")


@pytest.mark.parametrize("how", [{"hold": "after"}, {"drop": "after", "delay": 0.6}])
async def test_a_cancel_before_we_know_of_the_answer_is_shown_though_its_own_answer_is_cut_off(
    bot: WholeBot, how: dict[str, Any]
) -> None:
    bot.novita.knobs.duration = math.inf
    answer = bot.discord.faults.add(method="POST", path="/callback$", **how)
    invocation = await bot.discord.slash("imagine", {"prompt": "a red fox"})
    await eventually(lambda: invocation.message)
    bot.discord.faults.add(method="POST", path="/callback$", drop=True)
    await pressed(bot, invocation)
    assert "**Cancelled**" in (await invocation.final(timeout=SOON)).text()
    answer.release()
    await until_over(bot.database)
    assert is_final(invocation.shown.now)
    assert len(bot.novita.tasks) == 0
