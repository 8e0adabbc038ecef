"""Stars over the wire: one for each member; what several give is shown once, by its own rules."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.discord import Permission
from tests.wire.elsewhere import (
    CLEAR,
    FLAGGED,
    holds_nothing_of,
    imagined,
    is_same,
    numbers_of,
    until_in,
    went_out,
)
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Message, User
    from tests.wire.whole_bot import WholeBot


@pytest.fixture
async def starry(bot: WholeBot) -> WholeBot:
    """Return a bot whose results can be starred, with a showcase."""
    await bot.policy("places", stars=True, showcase_channel=bot.discord.world.art)
    return bot


def fans(bot: WholeBot) -> list[User]:
    world = bot.discord.world
    return [world.second_member, world.moderator, world.admin]


async def starred(bot: WholeBot, message: Message, user: User) -> str:
    press = await bot.press(message, "star", user=user)
    assert press.ephemeral
    return press.text()


def done(bot: WholeBot, statement: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection, connection:
        return connection.execute(statement, values).fetchall()


async def until_ended(bot: WholeBot) -> list[Any]:
    """Wait until nothing is left to be done for the showcase; return its messages."""
    asked = "SELECT message_id FROM showcases WHERE ended_at IS NOT NULL"
    await eventually(lambda: done(bot, asked), 30)
    return [message for (message,) in done(bot, asked)]


async def test_what_three_members_star_is_shown_once(starry: WholeBot) -> None:
    bot, world = starry, starry.discord.world
    message = await imagined(bot, [CLEAR, FLAGGED])
    originals = await bot.originals(bot.novita.tasks[0])
    blurred = next(it.data for it in message.pictures() if "blurred" in it.name)
    assert "your own result" in await starred(bot, message, world.member)
    one, two, three = fans(bot)
    assert "It has 1 star. With 3 stars it is shown in" in await starred(bot, message, one)
    assert "It has 0 stars." in await starred(bot, message, one)
    await starred(bot, message, one)
    await bot.restart()
    assert "It has 2 stars." in await starred(bot, message, two)
    assert done(bot, "SELECT * FROM showcases") == []
    assert "It has 3 stars." in await starred(bot, message, three)
    [shown] = await until_in(bot, world.art.id)
    assert numbers_of(shown) == [1]
    assert is_same(shown.pictures()[0].data, originals[0])
    assert "a harbour at dawn" in shown.pictures()[0].alt
    for part in (f"<@{world.member.id}>", "3 stars", f"/{message.channel_id}/{message.id}"):
        assert part in shown.text()
    assert shown.now.pings == frozenset()
    assert await until_ended(bot) == [shown.id]
    # A star less and one more, at once: it is there for good, and once.
    await starred(bot, message, three)
    await starred(bot, message, three)
    await bot.restart()
    assert done(bot, "SELECT count(*) FROM showcases") == [(1,)]
    assert len(bot.discord.registry.in_channel(world.art.id)) == 1
    assert holds_nothing_of(went_out(bot, [world.art.id]), [originals[1], blurred])

    await bot.policy("places", stars=False)
    assert "no stars to give here" in await starred(bot, message, one)
    plain = await imagined(bot, [CLEAR])
    assert not [it for it in plain.buttons() if "star" in it["custom_id"]]


async def test_a_showcase_judges_by_its_own_rules_and_spares_who_opted_out(
    starry: WholeBot,
) -> None:
    bot, world = starry, starry.discord.world
    await bot.policy("set", channel=world.art, threshold=3)
    strict = await imagined(bot, [CLEAR])
    for user in fans(bot):
        await starred(bot, strict, user)
    assert await until_ended(bot) == [None]
    # What only moderators see is starred by them, and stays where it is.
    await bot.policy("reset", channel=world.art)
    hidden = await imagined(bot, [CLEAR], channel=world.mod_review, user=world.moderator)
    assert "It has 1 star." in (words := await starred(bot, hidden, world.admin))
    assert "it is shown in" not in words
    out = await bot.discord.slash("privacy opt-out", {}, user=world.member)
    await out.answered()
    other = await imagined(bot, [CLEAR])
    for user in fans(bot):
        await starred(bot, other, user)
    await eventually(lambda: len(done(bot, "SELECT * FROM showcases WHERE ended_at > 0")) == 2, 30)
    assert done(bot, "SELECT message_id FROM showcases") == [(None,), (None,)]
    assert bot.discord.registry.in_channel(world.art.id) == []


async def test_after_a_crash_it_is_shown_once_all_the_same(starry: WholeBot) -> None:
    bot, world = starry, starry.discord.world
    message = await imagined(bot, [CLEAR])
    # Discord took the message, and its answer and whatever would have been noted are lost.
    bot.discord.faults.add(
        method="POST", path=rf"^/channels/{world.art.id}/messages", drop="after", times=None
    )
    for user in fans(bot):
        await starred(bot, message, user)
    [shown] = await until_in(bot, world.art.id)
    await bot.stop()
    bot.discord.faults.clear()
    path = rf"^/channels/{world.art.id}/messages$"
    sent = len(bot.discord.requests.find("POST", path))
    hour = 3600 * 10**6
    done(bot, "UPDATE showcases SET claimed_at = claimed_at - ?, due_at = 0", hour)
    await bot.start()
    assert await until_ended(bot) == [shown.id]
    assert bot.discord.registry.in_channel(world.art.id) == [shown]
    assert len(bot.discord.requests.find("POST", path)) == sent
    # The same, but nothing had gone out before the crash.
    other = await imagined(bot, [CLEAR])
    await bot.stop()
    job = other.button("again")["custom_id"].split(":")[2]
    claim = "INSERT INTO showcases (job, channel_id, claimed_at, due_at) VALUES (?, ?, ?, 0)"
    when = done(bot, "SELECT max(created_at) FROM jobs")[0][0]
    done(bot, claim, job, world.art.id, when)
    await bot.start()
    assert len(await until_in(bot, world.art.id, 2)) == 2


async def test_where_results_go_is_set_with_what_to_beware_of(bot: WholeBot) -> None:
    world = bot.discord.world
    refused = await bot.policy("places", default_style="oik", stars=True)
    assert "`default_style`" in refused.text()
    assert "stars: off" in (await bot.policy("show")).text()
    for name in ("Oil", "Olive"):
        options = {"name": name, "prompt": "{prompt}, painted", "server": True}
        await (await bot.discord.slash("style save", options, user=world.admin)).answered()
    near = await bot.policy("places", default_style="oli", stars=True)
    assert "`Oil`" in near.text()
    told = await bot.policy("places", default_style=" oil", showcase_channel=world.art)
    assert f"showcase_channel: none → <#{world.art.id}>" in told.text()
    assert "default_style: none → Oil" in told.text()
    assert "The showcase is not age-restricted" in told.text()
    adult = await bot.policy("places", showcase_channel=world.adult_channel, channel=world.thread)
    assert "The showcase is not age-restricted" not in adult.text()
    await bot.discord.keeper.permit_bot(world.art, Permission.VIEW_CHANNEL)
    await eventually(
        lambda: bot.discord.world.bot_permissions(world.art) == Permission.VIEW_CHANNEL, 5
    )
    refused = await bot.policy("places", showcase_channel=world.art)
    assert "Attach Files" in refused.text()
    member = await bot.discord.slash("policy places", {"stars": True}, user=world.member)
    assert "Manage" in (await member.answered()).text()
    nothing = await bot.policy("places")
    assert "Name at least one rule" in nothing.text()
