"""Somebody else writes into the database for long: whatever is asked is answered in time."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.wire.rows import rows
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import User
    from tests.wire.whole_bot import WholeBot

LATE = "That took too long"


async def test_what_has_to_be_written_is_refused_in_time_and_not_half_done(bot: WholeBot) -> None:
    world = bot.discord.world
    role = world.guild.roles[world.join(world.guild, world.member, role="Booster").roles[0]]
    asked: list[tuple[str, dict[str, Any], User]] = [
        ("filter add", {"phrase": "kite"}, world.admin),
        ("filter remove", {"phrase": "sea"}, world.admin),
        ("filter list", {}, world.admin),
        ("tier set", {"role": role, "jobs": 3}, world.admin),
        ("budget set", {"amount": 5.0}, world.admin),
        ("privacy opt-out", {}, world.member),
        ("style save", {"name": "s", "prompt": "{prompt}, old"}, world.member),
        ("style list", {}, world.member),
        ("settings", {"steps": 9}, world.member),
        ("imagine", {"prompt": "a red fox"}, world.member),
    ]
    with closing(sqlite3.connect(bot.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        used = await asyncio.gather(
            *(bot.discord.slash(command, options, user=user) for command, options, user in asked)
        )
        answers = await asyncio.gather(*(each.answered() for each in used))
        other.execute("ROLLBACK")
    assert [it.text() for it in answers if LATE not in it.text()] == []
    assert all(it.ephemeral for it in answers)
    # It may have been taken on behind the refusal: then it ends, and nothing is made of it.
    await eventually(lambda: {it.state for it in rows(bot.database)} <= {"cancelled"})
    assert len(bot.novita.tasks) == 0
    assert "a red fox" in (await bot.imagined("a red fox")).text()
