"""Discord does not take an edit: the message ends all the same, and only once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.rows import until_over
from tests.wire.sharing import sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


BY_TOKEN = r"^/webhooks/.*/messages/"
BY_CHANNEL = r"^/channels/\d+/messages/\d+$"

PASSING: dict[str, dict[str, Any]] = {
    "429": {"status": 429, "retry_after": 0.3},
    "500": {"status": 500},
    "503": {"status": 503},
    "reset before": {"drop": True},
    "reset after": {"drop": "after"},
}


async def begun(bot: WholeBot, **options: Any) -> Invocation:  # noqa: ANN401 - any option
    """Ask for an image whose task goes on until the test ends it."""
    bot.novita.knobs.duration = math.inf
    invocation = await bot.imagine(**options)
    await bot.submitted()
    return invocation


@pytest.mark.parametrize("case", PASSING)
async def test_a_passing_fault_of_the_final_edit_is_outlived(bot: WholeBot, case: str) -> None:
    fault = bot.discord.faults.add(method="PATCH", path=BY_TOKEN, with_files=True, **PASSING[case])
    message = await bot.imagined(images=2)
    assert fault.hits == 1
    assert len(message.pictures()) == 2
    await until_over(bot.database)
    assert len(message.now.attachments) == 2
    assert len(bot.messages()) == 1


async def test_a_status_edit_that_fails_costs_nothing(bot: WholeBot) -> None:
    bot.discord.faults.add(method="PATCH", path=BY_TOKEN, status=400, code=50035, times=1)
    bot.novita.knobs.duration = 2.6
    message = await bot.imagined()
    assert len(message.pictures()) == 1


async def test_a_dead_token_is_replaced_by_the_channels_route(bot: WholeBot) -> None:
    invocation = await begun(bot)
    invocation.expire()
    bot.novita.tasks[0].finish()
    message = await invocation.final()
    assert len(message.pictures()) == 1
    await until_over(bot.database)
    assert len(bot.discord.requests.find("PATCH", BY_CHANNEL, status=200)) == 1
    assert len(bot.messages()) == 1


async def test_a_private_job_with_a_dead_token_is_closed_and_shown_nowhere(bot: WholeBot) -> None:
    invocation = await begun(bot, private=True)
    invocation.expire()
    bot.novita.tasks[0].finish()
    row = await until_over(bot.database)
    assert (row.state, row.failure, row.token) == ("failed", "message_gone", "")
    assert bot.uploads() == []
    assert len(bot.messages()) == 1
    assert bot.discord.requests.find("", r"^/channels/\d+/messages") == []


async def test_a_deleted_message_ends_the_job_and_nothing_is_posted_anew(bot: WholeBot) -> None:
    invocation = await begun(bot)
    bot.discord.keeper.remove_message(invocation.shown)
    bot.novita.tasks[0].finish()
    row = await until_over(bot.database)
    assert (row.state, row.failure) == ("failed", "message_gone")
    assert len(bot.messages()) == 1


@pytest.mark.parametrize("token_lives", [True, False])
async def test_a_deleted_channel_ends_the_job(bot: WholeBot, token_lives: bool) -> None:
    invocation = await begun(bot)
    await bot.discord.keeper.remove_channel(bot.discord.world.channel)
    if not token_lives:
        invocation.expire()
    bot.novita.tasks[0].finish()
    row = await until_over(bot.database)
    assert (row.state, row.failure) == ("failed", "message_gone")
    assert len(bot.messages()) == 1


async def test_missing_access_ends_the_job(bot: WholeBot) -> None:
    invocation = await begun(bot)
    await bot.discord.keeper.permit_bot(bot.discord.world.channel, 0)
    invocation.expire()
    bot.novita.tasks[0].finish()
    row = await until_over(bot.database)
    assert (row.state, row.failure) == ("failed", "message_gone")
    assert len(bot.messages()) == 1


async def test_a_bot_thrown_out_of_the_server_ends_the_job(bot: WholeBot) -> None:
    invocation = await begun(bot)
    await bot.discord.keeper.remove_guild(bot.discord.world.guild)
    invocation.expire()
    bot.novita.tasks[0].finish()
    row = await until_over(bot.database)
    assert (row.state, row.failure) == ("failed", "message_gone")


REFUSED: dict[str, dict[str, Any]] = {
    "413": {"status": 413, "code": 40005},
    "explicit content": {"status": 400, "code": 20009},
    "too large": {"status": 400, "code": 50045},
    "may not attach": {"status": 403, "code": 50013},
}


@pytest.mark.parametrize("case", REFUSED)
async def test_refused_files_leave_a_message_that_says_why(bot: WholeBot, case: str) -> None:
    bot.discord.faults.add(method="PATCH", with_files=True, times=None, **REFUSED[case])
    message = await bot.imagined(images=2)
    assert message.pictures() == []
    assert "Discord rejected the files" in message.text()
    assert len(bot.messages()) == 1
    assert len(bot.discord.requests.find("PATCH", BY_TOKEN, status=REFUSED[case]["status"])) == 1


async def test_a_message_deleted_at_the_end_leaves_no_job_behind(bot: WholeBot) -> None:
    fault = bot.discord.faults.add(method="PATCH", path=BY_TOKEN, with_files=True, status=500)
    invocation = await begun(bot)
    bot.novita.tasks[0].finish()
    await eventually(lambda: fault.hits == 1)
    bot.discord.keeper.remove_message(invocation.shown)
    row = await until_over(bot.database)
    assert (row.state, row.failure) == ("failed", "message_gone")


async def test_discord_away_for_the_last_edit_is_waited_for(bot: WholeBot) -> None:
    down = bot.discord.faults.add(method="PATCH", drop=True, times=3)
    message = await bot.imagined()
    assert down.hits == 3
    assert len(message.pictures()) == 1


async def test_a_retried_post_is_judged_by_the_policy_of_that_moment(bot: WholeBot) -> None:
    invocation = await begun(bot)
    fault = bot.discord.faults.add(
        method="PATCH", path=BY_TOKEN, with_files=True, drop=True, times=None
    )
    bot.novita.tasks[0].finish()
    await eventually(lambda: fault.hits >= 1)
    await bot.policy(enabled=False)
    bot.discord.faults.clear()
    message = await invocation.final()
    assert not message.pictures()
    assert "switched off" in message.text()
