"""The first answer goes wrong: nothing is submitted, or the job is delivered all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.discord import Permission
from tests.wire.rows import let_pass, rows, until_over
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot

CALLBACK = r"^/interactions/.*/callback$"
LONG = 20
"""Seconds after which a job without an answer is looked for."""


async def asked(bot: WholeBot, **options: bool) -> Invocation:
    """Use ``/imagine`` without waiting for its answer."""
    return await bot.discord.slash("imagine", {"prompt": "a red fox", **options})


async def stopped_later(bot: WholeBot) -> None:
    """Stop the bot with the job stored, and let the time pass after which it is looked for."""
    await eventually(lambda: rows(bot.database))
    await bot.stop()
    let_pass(bot.database, LONG)


@pytest.mark.parametrize("private", [False, True])
async def test_an_answer_that_arrived_unseen_is_found_and_the_job_delivered(
    bot: WholeBot, private: bool
) -> None:
    fault = bot.discord.faults.add(method="POST", path=CALLBACK, drop="after")
    invocation = await asked(bot, private=private)
    await eventually(lambda: fault.hits == 1)
    await stopped_later(bot)
    await bot.start()
    message = await invocation.final(timeout=10)
    assert len(message.pictures()) == 1
    assert message.ephemeral is private
    assert len(bot.discord.board.everything()) == 1


async def test_an_answer_whose_token_died_is_found_in_the_channel(bot: WholeBot) -> None:
    fault = bot.discord.faults.add(method="POST", path=CALLBACK, drop="after")
    invocation = await asked(bot)
    await eventually(lambda: fault.hits == 1)
    for number in range(5):
        bot.discord.say(f"chatter {number}")
    invocation.expire()
    await stopped_later(bot)
    await bot.start()
    message = await invocation.final(timeout=10)
    assert len(message.pictures()) == 1


async def test_an_answer_out_of_reach_ends_the_job_unpaid(bot: WholeBot) -> None:
    fault = bot.discord.faults.add(method="POST", path=CALLBACK, drop="after")
    invocation = await asked(bot)
    await eventually(lambda: fault.hits == 1)
    invocation.expire()
    everything = int(Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES)
    await bot.discord.keeper.permit_bot(bot.discord.world.channel, everything)
    await stopped_later(bot)
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
    message = await invocation.final(timeout=10)
    assert fault.hits == 1
    assert len(message.pictures()) == 1


async def test_a_500_after_the_effect_counts_as_an_answer(bot: WholeBot) -> None:
    bot.discord.faults.add(method="POST", path=CALLBACK, drop="after")
    bot.discord.faults.add(method="POST", path=CALLBACK, status=400, code=40060, times=None)
    invocation = await asked(bot)
    await invocation.answered()
    await stopped_later(bot)
    await bot.start()
    assert len((await invocation.final(timeout=10)).pictures()) == 1


async def test_a_refusal_that_cannot_be_told_leaves_nothing(bot: WholeBot) -> None:
    fault = bot.discord.faults.add(method="POST", path=CALLBACK, status=400, code=50035)
    await bot.discord.slash("imagine", {"prompt": "x --steps 900"})
    await eventually(lambda: fault.hits == 1)
    assert rows(bot.database) == []
    assert (await bot.imagined()).is_final
