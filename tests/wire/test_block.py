"""Blocked over the wire: refused at every door; what is one's own stays, and what is others'."""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.playground.discord import Permission
from bot.playground.discord.places import Overwrite
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation, Message, User
    from bot.playground.discord.typed_options import Value
    from tests.wire.whole_bot import WholeBot

BLOCKED = "You are blocked here until <t:"


async def used(bot: WholeBot, command: str, user: User, **options: Value) -> Invocation:
    act = await bot.discord.slash(command, options, user=user)
    await act.answered()
    assert act.ephemeral
    return act


def rows(bot: WholeBot, statement: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection, connection:
        return connection.execute(statement, values).fetchall()


async def posted(bot: WholeBot, custom_id: str) -> Message:
    """Have the bot post a message with a button, as its cards are."""
    channel = bot.discord.world.mod_review
    button = {"type": 2, "style": 4, "label": "Block", "custom_id": custom_id}
    said = {"content": "A card", "components": [{"type": 1, "components": [button]}]}
    address = f"{bot.discord.api_url}/channels/{channel.id}/messages"
    key = {"Authorization": f"Bot {bot.discord.token}"}
    async with aiohttp.ClientSession(headers=key) as session, session.post(address, json=said):
        return bot.discord.registry.in_channel(channel.id)[-1]


async def test_who_is_blocked_is_refused_at_every_door_but_what_is_theirs(bot: WholeBot) -> None:
    world, discord = bot.discord.world, bot.discord
    message, other = await bot.imagined(), await bot.imagined()
    form = await bot.press(message, "edit")
    told = await used(bot, "block", world.moderator, member=world.member, until="7d", reason="spam")
    assert "is blocked until <t:" in told.text()
    assert "(case #1)" in told.text()

    await bot.restart()
    tasks = len(bot.novita.tasks)
    refused = await bot.imagine("a blue heron")
    for part in (BLOCKED, "case #1", "/cases", "a blue heron"):
        assert part in refused.text()
    acts = [
        await bot.press(message, action) for action in ("again", "vary", "details", "send", "edit")
    ]
    acts += [await discord.submit(form, {"prompt": "a red heron"})]
    menus = ("Image details", "Use these settings", "Report image")
    acts += [await discord.menu(name, message, user=world.member) for name in menus]
    acts += [await discord.slash("style list", {}, user=world.member)]
    for act in acts:
        assert BLOCKED in (await act.answered()).text()
        assert act.ephemeral
    assert await discord.autocomplete("imagine", "model", "d", user=world.member) == []
    assert await discord.autocomplete("imagine", "model", "d", user=world.second_member) != []
    assert len(bot.novita.tasks) == tasks

    # What is theirs, what only tells something, and all others' stays.
    for command in ("help", "history", "privacy opt-out", "usage", "settings"):
        act = await discord.slash(command, {}, user=world.member)
        assert BLOCKED not in (await act.answered()).text()
    await bot.press(message, "delete")
    assert message.pictures() == []
    assert BLOCKED not in (await bot.press(other, "details", user=world.second_member)).text()
    assert len((await bot.imagined(user=world.second_member)).pictures()) == 1

    told = await used(bot, "unblock", world.moderator, member=world.member, reason="enough")
    assert "can make images again (case #1)" in told.text()
    assert len((await bot.imagined()).pictures()) == 1
    kept = "SELECT kind, why, by, member FROM entries WHERE kind LIKE '%blocked' ORDER BY id"
    by, whom = world.moderator.id, world.member.id
    assert rows(bot, kept) == [
        ("blocked", "spam", by, whom),
        ("unblocked", "enough", by, whom),
    ]


async def test_who_may_block_whom_and_until_when(bot: WholeBot) -> None:
    world = bot.discord.world
    moderator, member = world.moderator, world.member
    owner = world.guild.members[world.guild.owner_id].user
    for command in ("block", "unblock"):
        told = await used(bot, command, member, member=world.second_member)
        assert "Manage Messages" in told.text()
    for whom, words in (
        (moderator, "can't block yourself"),
        (world.bot, "Bots make no images"),
        (world.admin, "Only an administrator"),
        (owner, "owner of a server can't"),
    ):
        assert words in (await used(bot, "block", moderator, member=whom)).text()
    assert "owner of a server" in (await used(bot, "block", world.admin, member=owner)).text()
    # Who moderates all but this channel is a moderator, too.
    other = world.second_member
    world.guild.members[other.id].roles = world.guild.members[moderator.id].roles
    world.channel.overwrites[other.id] = Overwrite(1, deny=Permission.MANAGE_MESSAGES)
    assert "Only an administrator" in (await used(bot, "block", moderator, member=other)).text()
    for until in ("never", "0d", "2020-01-01", "10y", "99999d", "7d and a bit"):
        told = await used(bot, "block", moderator, member=member, until=until)
        assert "takes a length such as 1h" in told.text()
    assert "is not blocked" in (await used(bot, "unblock", moderator, member=member)).text()
    assert rows(bot, "SELECT * FROM cases") == []
    lengths = await bot.discord.autocomplete(
        "block", "until", "1d 6h", options={"member": member}, user=moderator
    )
    assert [choice["value"] for choice in lengths] == ["1d 6h"]
    assert lengths[0]["name"].endswith(" UTC")

    # A moderator whom an administrator blocks makes nothing, but keeps the tools.
    told = await used(bot, "block", world.admin, member=moderator)
    assert "is blocked for good (case #1)" in told.text()
    assert "You are blocked here: you can't" in (await bot.imagine(user=moderator)).text()
    assert (
        "can't unblock yourself" in (await used(bot, "unblock", moderator, member=moderator)).text()
    )
    assert "(case #2)" in (await used(bot, "block", moderator, member=member)).text()


async def test_the_button_of_a_card_blocks_whom_its_case_is_about(bot: WholeBot) -> None:
    world, discord = bot.discord.world, bot.discord
    case = "INSERT INTO cases (id, guild_id, number, kind, subject, opened_at, job, image)"
    case += " VALUES (?, ?, ?, 'image', ?, 0, 'j', ?)"
    rows(bot, case, "here", world.guild.id, 7, world.member.id, 1)
    rows(bot, case, "mod", world.guild.id, 8, world.admin.id, 2)
    rows(bot, case, "gone", world.guild.id, 9, 1, 3)
    rows(bot, case, "foreign", world.guild.id + 1, 1, world.member.id, 4)
    card = await posted(bot, "darkroom:block:here")
    press = await bot.press(card, "block", user=world.member, channel=world.mod_review)
    assert "Only moderators" in press.text()
    for name, words in (
        ("foreign", "no such case"),
        ("nobody", "no such case"),
        ("mod", "Only an"),
    ):
        wrong = await posted(bot, f"darkroom:block:{name}")
        press = await bot.press(wrong, "block", user=world.moderator, channel=world.mod_review)
        assert words in press.text()
        assert press.ephemeral
    gone = await posted(bot, "darkroom:block:gone")
    press = await bot.press(gone, "block", user=world.moderator, channel=world.mod_review)
    assert press.modal is not None

    form = await bot.press(card, "block", user=world.moderator, channel=world.mod_review)
    unread = await discord.submit(form, {"until": "soon", "reason": "worse"})
    assert "you gave `soon`" in (await unread.answered()).text()
    forged = await discord.submit(form, {"until": "1h"}, custom_id="darkroom:block:foreign")
    assert "no such case" in (await forged.answered()).text()
    assert rows(bot, "SELECT * FROM blocks") == []
    done = await discord.submit(form, {"until": "1h", "reason": "worse"})
    assert "(case #7)" in (await done.answered()).text()
    assert done.ephemeral
    told = await bot.imagine()
    assert BLOCKED in told.text()
    assert "case #7" in told.text()
    assert rows(bot, "SELECT kind, case_id, why FROM entries") == [("blocked", "here", "worse")]


async def test_what_waits_is_cancelled_and_strikes_lead_to_a_wait(idle: WholeBot) -> None:
    bot = idle
    await bot.start(max_jobs_per_user=1)
    world = bot.discord.world
    bot.novita.knobs.duration = math.inf
    flying = await bot.imagine("a red fox")
    waiting = await bot.imagine("a blue fox")
    await bot.submitted()
    answered = "SELECT count(*) FROM jobs WHERE message_id IS NOT NULL AND user_id = ?"
    await eventually(lambda: rows(bot, answered, world.member.id) == [(2,)])
    await used(bot, "block", world.moderator, member=world.member, until="1h")
    ended = await waiting.final()
    assert "**Cancelled**" in ended.text()
    assert len(bot.novita.tasks) == 1
    bot.novita.finish()
    assert len((await flying.final()).pictures()) == 1

    await bot.policy("limits", strikes_to_cooldown=1)
    strike = "INSERT INTO strikes (guild_id, member, at, ground) VALUES (?, ?, ?, 'engine')"
    [[now]] = rows(bot, "SELECT at FROM blocks")
    second = world.second_member
    rows(bot, strike, world.guild.id, second.id, now)
    # Whoever writes one has it weighed; here a block has.
    await used(bot, "block", world.moderator, member=world.member, until="2h")
    cooled = "SELECT case_id FROM blocks WHERE member = ? AND kind = 'cooldown'"
    await eventually(lambda: rows(bot, cooled, second.id))
    told = await bot.imagine("a green fox", user=second)
    assert "You got several strikes here. You can generate again <t:" in told.text()
    assert "case #2" in told.text()
    act = await bot.discord.slash("style list", {}, user=second)
    assert "strikes" not in (await act.answered()).text()
    told = await used(bot, "unblock", world.moderator, member=second)
    assert "(case #2)" in told.text()
    bot.novita.knobs.duration = 0.05
    assert len((await bot.imagined(user=second)).pictures()) == 1
