"""/policy over the wire: what a change answers, Undo, what show tells around the rules, check."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.playground.discord.permissions import Permission
from bot.playground.discord.places import Overwrite
from tests.wire.sharing import sharing

if TYPE_CHECKING:
    from bot.playground.discord import Channel, Invocation, User
    from bot.playground.discord.typed_options import Value
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


def undo_id(answer: Invocation) -> str:
    found: str = answer.shown.button("undo")["custom_id"]
    return found


async def undo(bot: WholeBot, answer: Invocation, user: User | None = None) -> Invocation:
    pressed = await bot.discord.press(
        answer.shown, undo_id(answer), user=user or bot.discord.world.admin
    )
    return await pressed.answered()


async def check(bot: WholeBot, user: User, **where: Value) -> str:
    answer = await bot.policy("check", member=user, **where)
    assert answer.ephemeral
    return answer.text()


def entries(bot: WholeBot) -> list[tuple[object, ...]]:
    """Return what was told, by whom and of which place, in order."""
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection:
        return connection.execute("SELECT kind, by, place FROM entries ORDER BY id").fetchall()


async def test_a_change_is_answered_by_what_it_changed_and_is_undone(bot: WholeBot) -> None:
    world = bot.discord.world
    await bot.policy("set", threshold=60, max_images=4)
    first = await bot.policy("set", channel=world.art, threshold=90, enabled=False)
    assert first.ephemeral
    told = first.text()
    assert "threshold: 60 → 90\n" in told
    assert "enabled: on → off\n" in told
    assert "nothing is made or shown" in told
    assert "max_images" not in told
    assert "switched off" in (await bot.imagine(channel=world.art)).text()
    for user in (world.member, world.moderator):
        refused = await undo(bot, first, user)
        assert refused.ephemeral
        assert "Manage Server" in refused.text()
    again = await bot.policy("set", channel=world.art, threshold=90)
    assert "Nothing changed" in again.text()
    await bot.restart()
    undone = await undo(bot, first)
    assert undone.ephemeral
    assert "threshold: 90 → 60 (the server)\n" in undone.text()
    assert "enabled: off → on (configuration)\n" in undone.text()
    assert (await bot.imagined(channel=world.art)).pictures()
    assert "Nothing to undo" in (await undo(bot, first)).text()
    assert "threshold: 60 → 90\n" in (await undo(bot, undone)).text()
    places = [world.guild.id, world.art.id, world.art.id, world.art.id]
    assert entries(bot) == [("policy_changed", world.admin.id, place) for place in places]


async def test_every_kind_of_change_tells_and_is_undone(bot: WholeBot) -> None:
    changes: dict[str, dict[str, Value]] = {
        "limits": {"jobs": 3},
        "places": {"stars": True},
        "models deny": {"glob": "*inpaint*"},
        "set": {"language": "de"},
    }
    told = {
        "limits": "jobs: no limit → 3",
        "places": "stars: off → on",
        "models deny": "models_deny: none → `*inpaint*`",
        "set": "language: the server's → Deutsch",
    }
    made = {command: await bot.policy(command, **rules) for command, rules in changes.items()}
    for command, answer in made.items():
        assert told[command] in answer.text()
    reset = await bot.policy("reset")
    for line in ("jobs: 3 → no limit (configuration)", "models_deny: `*inpaint*` → none"):
        assert line in reset.text()
    # What another change put back already is not put back once more.
    assert "Nothing to undo" in (await undo(bot, made["limits"])).text()
    back = (await undo(bot, reset)).text()
    assert all(line in back for line in told.values())
    assert "Nothing changed" in (await bot.policy("reset", channel=bot.discord.world.art)).text()


async def test_undo_leaves_what_somebody_else_changed_meanwhile(bot: WholeBot) -> None:
    world = bot.discord.world
    first = await bot.policy("set", threshold=60, level=2)
    await bot.policy("set", threshold=10)
    undone = (await undo(bot, first)).text()
    assert "level: 2 → 1 (configuration)" in undone
    assert f"threshold stays as it is: <@{world.admin.id}> changed it again <t:" in undone
    assert "threshold: **10** (the server)" in (await bot.policy("show")).text()


async def test_a_foreign_forged_or_forgotten_undo_is_refused(bot: WholeBot) -> None:
    world = bot.discord.world
    first = await bot.policy("set", threshold=60)
    guild = await bot.discord.keeper.add_guild("Another")
    channel = next(iter(guild.channels.values()))

    async def refused(custom_id: str, channel: Channel = world.channel) -> str:
        pressed = await bot.discord.press(first.shown, custom_id, user=world.admin, channel=channel)
        answer = await pressed.answered()
        assert answer.ephemeral
        return answer.text()

    number = undo_id(first).rpartition(":")[2]
    for forged in (f"{int(number) + 1}", "0", "x", "9" * 32, f"{number}:2"):
        assert "isn't one of mine" in await refused(f"darkroom:undo:{forged}")
    assert "can't be undone" in await refused(undo_id(first), channel)
    assert "threshold: **60** (the server)" in (await bot.policy("show")).text()
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection, connection:
        connection.execute("DELETE FROM entries")
    assert "can't be undone" in await refused(undo_id(first))


async def test_show_tells_who_changed_it_and_what_stands_below(bot: WholeBot) -> None:
    world = bot.discord.world
    untouched = (await bot.policy("show")).text()
    assert "Last changed" not in untouched
    assert "○ **50**: shown as it is\n◐ **90**: shown blurred" in untouched
    await bot.policy("set", channel=world.category, threshold=40)
    await bot.policy("set", channel=world.thread, action="refuse", level=2)
    await bot.policy("set", channel=world.adult_channel, enabled=False)
    server = (await bot.policy("show")).text()
    for line in (
        f"<#{world.category.id}>: threshold\n",
        f"<#{world.thread.id}>: level, action",
        f"<#{world.adult_channel.id}>: enabled",
    ):
        assert line in server
    art = (await bot.policy("show", channel=world.art)).text()
    assert f"Last changed by <@{world.admin.id}> <t:" in art
    assert f"<#{world.thread.id}>: level, action" in art
    assert f"<#{world.adult_channel.id}>" not in art
    assert "◐ **50**: shown blurred" in art
    thread = (await bot.policy("show", channel=world.thread)).text()
    assert "● **unknown**: not shown at all" in thread
    assert "rules of their own" not in thread


async def test_check_says_what_a_member_may_do_and_why(bot: WholeBot) -> None:
    world = bot.discord.world
    await bot.policy("set", channel=world.art, daily_images=5, max_images=3, action="hold")
    await bot.imagined(images=2, channel=world.art)
    fine = await check(bot, world.member, channel=world.art)
    assert f"What <@{world.member.id}> may do in <#{world.art.id}>" in fine
    assert "They can make images now." in fine
    assert re.search(r"daily_images: \*\*3\*\* of 5 left, more <t:[0-9]+:R>", fine)
    assert "max_images: **3** (this channel)" in fine
    assert "held back until a moderator decides" in fine
    assert "moderate here" not in fine
    assert "moderate here" in await check(bot, world.moderator, channel=world.art)
    await bot.policy("set", channel=world.art, daily_images=2, cooldown_seconds=600)
    spent = await check(bot, world.member, channel=world.thread)
    assert "They can't make images now:**\n- daily_images: **0** of 2 left" in spent
    assert "- cooldown_seconds: has to wait" in spent
    await bot.policy("set", enabled=False)
    off = await check(bot, world.second_member)
    assert f"in <#{world.channel.id}>" in off
    assert "They are told: “Image generation is switched off" in off
    assert {kind for kind, _, _ in entries(bot)} == {"policy_changed"}


async def test_check_says_which_permissions_are_missing(bot: WholeBot) -> None:
    world = bot.discord.world
    hidden = await check(bot, world.member, channel=world.mod_review)
    assert "They lack these permissions there: View Channel" in hidden
    stranger = await check(bot, world.outsider)
    assert "aren't a member of this server" in stranger
    role = world.guild.members[world.bot.id].roles[0]
    world.art.overwrites[role] = Overwrite(0, deny=Permission.ATTACH_FILES)
    await bot.restart()
    lacking = await check(bot, world.admin, channel=world.thread)
    assert "The bot lacks these permissions there: Attach Files." in lacking
    refused = await bot.discord.slash("policy check", {"member": world.member}, user=world.member)
    assert "Manage Server" in (await refused.answered()).text()


async def test_a_change_whose_answer_is_lost_is_told_by_show(bot: WholeBot) -> None:
    fault = bot.discord.faults.add(method="POST", path="/callback$", status=500)
    await bot.discord.slash("policy set", {"level": 2}, user=bot.discord.world.admin)
    await bot.discord.until(lambda: bool(fault.hits))
    bot.discord.faults.clear()
    shown = (await bot.policy("show")).text()
    assert "level: **2** (the server)" in shown
