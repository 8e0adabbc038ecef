"""/history: own results, paged and searched, for whoever made them alone, after a restart too."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from bot.store.studio.listings import SqlListingStore
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    import pytest

    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


async def listed(bot: WholeBot, command: str = "history", **options: Any) -> Invocation:  # noqa: ANN401 - any option
    invocation = await bot.discord.slash(command, options, user=bot.discord.world.member)
    return await invocation.answered()


def done(bot: WholeBot, statement: str) -> list[Any]:
    """Return what a statement finds in the database."""
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection, connection:
        return connection.execute(statement).fetchall()


async def test_own_results_are_listed_and_turned_even_after_a_restart(bot: WholeBot) -> None:
    world = bot.discord.world
    for number in range(6):
        await bot.imagined(f"fox number {number}")
    await bot.imagined("somebody else's", user=world.admin)
    await bot.imagined("my own wolf", private=True)
    first = await listed(bot)
    assert first.ephemeral
    text = first.text()
    assert "7 results" in text
    assert "Page 1 of 2" in text
    assert [name for name in ("wolf", "number 5", "number 1", "else") if name in text] == [
        "wolf",
        "number 5",
    ]
    shown = first.shown
    assert f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/" in text
    assert "1 image, private" in text

    await bot.restart()
    turned = await bot.press(shown, "Next")
    assert "Page 2 of 2" in turned.text()
    assert "number 1" in turned.text()
    foreign = await bot.press(shown, "Previous", user=world.admin)
    assert foreign.ephemeral
    assert "Only the person who asked for this list" in foreign.text()


async def test_what_is_looked_for_is_found(bot: WholeBot) -> None:
    await bot.imagined("Ein FUCHS, über 100% rot")
    await bot.imagined("ein Wolf")
    assert "FUCHS" in (found := await listed(bot, search="fuchs 100%")).text()
    assert "Wolf" not in found.text()
    nothing = await listed(bot, search="wolf", model="no such model", days=3)
    assert "None of your results match" in nothing.text()
    assert nothing.ephemeral


async def test_who_deleted_everything_has_an_empty_list(bot: WholeBot) -> None:
    await bot.imagined("gone soon")
    opened = await listed(bot)
    done(bot, "DELETE FROM images")
    done(bot, "DELETE FROM jobs")
    assert "Nothing to list here" in (await listed(bot)).text()
    pressed = await bot.press(opened.shown, "again")
    assert pressed.ephemeral
    assert "I don't know this job" in pressed.text()


async def test_a_member_leaves_galleries_and_comes_back(bot: WholeBot) -> None:
    left = await listed(bot, "privacy opt-out")
    assert left.ephemeral
    assert "no longer appear in galleries" in left.text()
    assert len(done(bot, "SELECT * FROM opt_outs")) == 1
    back = await listed(bot, "privacy opt-out", out=False)
    assert "can appear in galleries" in back.text()
    assert done(bot, "SELECT * FROM opt_outs") == []


async def test_a_list_that_takes_too_long_is_refused_while_an_answer_counts(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(SqlListingStore, "put", hang)
    for command in ("history", "gallery", "models"):
        refused = await listed(bot, command)
        assert refused.ephemeral
        assert refused.text().startswith("That took too long.")
