"""The first answer goes wrong: nothing is submitted, or the job is delivered all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
import structlog
from discord.http import Route

from bot.playground.discord import Permission
from tests.wire.hanging_up import hanging_up
from tests.wire.rows import let_pass, rows, until_over
from tests.wire.sharing import alone, sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


ORIGINAL = r"/messages/@original$"
"""Asked for as soon as the answer is lost; kept out of sight, it is the recovery's to find."""
CALLBACK = r"^/interactions/.*/callback$"
LONG = 20
"""Seconds after which a job without an answer is looked for."""
TOO_LONG = 3700
"""Seconds after which it is given up when it cannot be looked for."""


async def asked(bot: WholeBot, **options: bool) -> Invocation:
    """Use ``/imagine`` without waiting for its answer."""
    return await bot.discord.slash("imagine", {"prompt": "a red fox", **options})


async def stopped_later(bot: WholeBot, seconds: int = LONG) -> None:
    """Stop the bot with the job stored, and let the time pass after which it is looked for."""
    await eventually(lambda: rows(bot.database))
    await bot.stop()
    let_pass(bot.database, seconds)


@pytest.mark.parametrize("private", [False, True])
async def test_an_answer_that_arrived_unseen_is_found_and_the_job_delivered(
    bot: WholeBot, private: bool
) -> None:
    bot.discord.faults.add(method="GET", path=ORIGINAL, drop=True, times=None)
    fault = bot.discord.faults.add(method="POST", path=CALLBACK, drop="after")
    invocation = await asked(bot, private=private)
    await eventually(lambda: fault.hits == 1)
    await stopped_later(bot)
    bot.discord.faults.clear()
    await bot.start()
    message = await invocation.final()
    assert len(message.pictures()) == 1
    assert message.ephemeral is private
    assert len(bot.messages()) == 1


async def test_an_answer_whose_token_died_is_found_in_the_channel(bot: WholeBot) -> None:
    bot.discord.faults.add(method="GET", path=ORIGINAL, drop=True, times=None)
    fault = bot.discord.faults.add(method="POST", path=CALLBACK, drop="after")
    invocation = await asked(bot)
    await eventually(lambda: fault.hits == 1)
    for number in range(5):
        bot.discord.say(f"chatter {number}")
    invocation.expire()
    await stopped_later(bot)
    bot.discord.faults.clear()
    await bot.start()
    message = await invocation.final()
    assert len(message.pictures()) == 1


async def test_an_answer_out_of_reach_for_an_hour_ends_the_job_unpaid(bot: WholeBot) -> None:
    bot.discord.faults.add(method="GET", path=ORIGINAL, drop=True, times=None)
    fault = bot.discord.faults.add(method="POST", path=CALLBACK, drop="after")
    invocation = await asked(bot)
    await eventually(lambda: fault.hits == 1)
    invocation.expire()
    everything = int(Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES)
    await bot.discord.keeper.permit_bot(bot.discord.world.channel, everything)
    await stopped_later(bot, TOO_LONG)
    bot.discord.faults.clear()
    await bot.start()
    assert (await until_over(bot.database)).failure == "unanswered"
    assert bot.asked("submit") == 0


async def test_an_unknown_interaction_is_forgotten_at_once(bot: WholeBot) -> None:
    bot.discord.faults.add(method="POST", path=CALLBACK, status=404, code=10062)
    await asked(bot)
    row = await until_over(bot.database)
    assert row.state == "cancelled"
    assert bot.asked("submit") == 0


async def test_an_answer_refused_for_good_submits_nothing(bot: WholeBot) -> None:
    fault = bot.discord.faults.add(method="POST", path=CALLBACK, status=400, code=50035)
    await asked(bot)
    await eventually(lambda: fault.hits == 1)
    await stopped_later(bot)
    await bot.start()
    row = await until_over(bot.database)
    assert (row.state, row.failure) == ("failed", "unanswered")
    assert bot.asked("submit") == 0


async def test_a_first_answer_that_meets_a_500_is_given_again(bot: WholeBot) -> None:
    fault = bot.discord.faults.add(method="POST", path=CALLBACK, status=500)
    invocation = await asked(bot)
    message = await invocation.final()
    assert fault.hits == 1
    assert len(message.pictures()) == 1


async def test_an_answer_that_discord_already_has_counts_at_once(bot: WholeBot) -> None:
    slow = bot.discord.faults.add(method="POST", path=CALLBACK, delay=0.5)
    invocation = await asked(bot)
    await eventually(lambda: slow.hits == 1)
    (ours,) = bot.discord.requests.find("POST", CALLBACK)
    async with aiohttp.ClientSession() as session:
        await session.post(bot.discord.api_url + ours.path, params=ours.query, json=ours.payload)
    message = await invocation.final(timeout=5)
    assert len(bot.discord.requests.find("POST", CALLBACK, status=400)) == 1
    assert len(message.pictures()) == 1


@alone
async def test_an_answer_that_is_hung_up_on_is_lost_and_no_apology_takes_its_place(
    bot: WholeBot,
) -> None:
    async with hanging_up() as deaf:
        Route.BASE = deaf.url
        with structlog.testing.capture_logs() as logs:
            await asked(bot)
            lost = await eventually(lambda: [it for it in logs if it["event"] == "answer.lost"])
        Route.BASE = bot.discord.api_url
    assert [it["why"] for it in lost] == ["ServerDisconnectedError"]
    assert deaf.asked["POST"] == 1


async def test_a_refusal_that_cannot_be_told_leaves_nothing(bot: WholeBot) -> None:
    fault = bot.discord.faults.add(method="POST", path=CALLBACK, status=400, code=50035)
    await bot.discord.slash("imagine", {"prompt": "x --steps 900"})
    await eventually(lambda: fault.hits == 1)
    assert rows(bot.database) == []
    assert (await bot.imagined()).is_final


async def test_an_answer_that_arrived_unseen_is_asked_for_at_once(bot: WholeBot) -> None:
    bot.discord.faults.add(method="POST", path=CALLBACK, drop="after")
    invocation = await asked(bot)
    message = await invocation.final(timeout=5)
    assert len(message.pictures()) == 1
