"""A budget over the wire: set, told, spent to its end, and moderators are told of it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.wire.elsewhere import until_in
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from bot.playground.discord.typed_options import Value
    from tests.wire.whole_bot import WholeBot

TOLD = "80 % of this month's budget is spent: The whole server, US$0.0200."


async def budget(bot: WholeBot, command: str, **options: Value) -> Invocation:
    answer = await bot.discord.slash(f"budget {command}", options, user=bot.discord.world.admin)
    return await answer.answered()


async def until_budgets(bot: WholeBot, condition: str) -> None:
    """Wait until the database says this of a budget."""
    asked = f"SELECT 1 FROM budgets WHERE {condition}"  # noqa: S608 - our own words

    def found() -> bool:
        with closing(sqlite3.connect(bot.database, timeout=5)) as connection:
            return bool(connection.execute(asked).fetchall())

    await eventually(found, 30)


async def test_a_budget_is_told_and_not_overstepped(bot: WholeBot) -> None:
    discord = bot.discord
    review = discord.world.art
    await bot.policy(show_cost=True, review_channel=review)
    nothing = await budget(bot, "show")
    assert "there is no limit" in nothing.text()
    answer = await budget(bot, "set", amount=0.02, unit="USD")
    assert answer.ephemeral
    assert "no limit → **US$0.0200** a month" in answer.text()
    first = await bot.imagined()
    assert "about US$0.0045" in first.text()
    users = (discord.world.member, discord.world.second_member)
    asked = await asyncio.gather(*(bot.imagine(f"fox {n}", user=users[n % 2]) for n in range(5)))
    assert sorted(it.ephemeral for it in asked) == [False] * 3 + [True] * 2
    assert all("What is left of this server's budget" in it.text() for it in asked if it.ephemeral)
    world = discord.world
    checked = await bot.policy("check", member=world.member)
    assert "The whole server: **US$0.0180** of US$0.0200 spent (90 %)" in checked.text()
    assert "A request without options costs about US$0.0045" in checked.text()
    assert "What is left of this server's budget is not enough" in checked.text()
    for command in ("queue", "usage"):
        told = await (await discord.slash(command, {}, user=world.member)).answered()
        assert "What is left of this server's budget is not enough" in told.text()
    standing = await budget(bot, "show")
    assert "**US$0.0180** of US$0.0200 spent (90 %)" in standing.text()

    # It is told once, by a bot that was not there when it was spent.
    await bot.restart()
    [notice] = await until_in(bot, review.id)
    assert TOLD in notice.text()
    await until_budgets(bot, "told_percent = 80")
    await bot.restart()
    assert await until_in(bot, review.id) == [notice]

    await budget(bot, "set", unit="USD")
    assert not (await bot.imagine("free again")).ephemeral
