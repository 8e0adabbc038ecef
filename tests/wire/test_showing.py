"""Show over the wire: one of one's own images in another channel, by that channel's rules."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from bot.playground.discord.component_kinds import Kind
from tests.wire.elsewhere import (
    CLEAR,
    FLAGGED,
    holds_nothing_of,
    imagined,
    is_same,
    went_out,
)
from tests.wire.sharing import sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.discord import Channel, Invocation, Message
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


async def history(bot: WholeBot, channel: Channel) -> Message:
    """Look at one's history in a channel."""
    opened = await bot.discord.slash("history", {}, user=bot.discord.world.member, channel=channel)
    return (await opened.answered()).shown


async def asked(bot: WholeBot, listing: Message, message: Message, number: int = 1) -> Invocation:
    """Ask for an image of a result, by the button or the select of one's history."""
    job = message.button("again")["custom_id"].split(":")[2]
    value = f"darkroom:show:{job}:{number}"
    selects = [it for it in listing.walk() if it["type"] == Kind.STRING_SELECT]
    user = bot.discord.world.member
    if found := [it for it in selects if job in it["custom_id"]]:
        press = await bot.discord.choose(listing, found[0]["custom_id"], [value], user=user)
    else:
        press = await bot.discord.press(listing, value, user=user)
    return await press.answered()


async def shown(bot: WholeBot, message: Message, channel: Channel, number: int = 1) -> Message:
    """Have an image shown in a channel, and return what came of it."""
    press = await asked(bot, await history(bot, channel), message, number)
    await press.until(lambda: press.followups, timeout=20)
    [made] = press.followups
    return made


def withhold(database: Path, number: int) -> None:
    """Have an image withheld as moderators will, behind the back of whoever looks at it."""
    with closing(sqlite3.connect(database, timeout=5)) as connection, connection:
        connection.execute("UPDATE images SET treatment = 'blurred' WHERE number = ?", (number,))


def pictured(bot: WholeBot, channel: Channel) -> list[Message]:
    return [it for it in bot.discord.registry.in_channel(channel.id) if it.pictures()]


async def test_each_place_shows_what_its_own_rules_let(bot: WholeBot) -> None:
    world = bot.discord.world
    message = await imagined(bot, [CLEAR, FLAGGED, CLEAR])
    originals = await bot.originals(bot.novita.tasks[0])
    blurred = next(it.data for it in message.pictures() if "blurred" in it.name)
    await bot.policy("set", channel=world.art, detection=False)
    there = await shown(bot, message, world.thread)
    assert not there.ephemeral
    assert is_same(there.pictures()[0].data, originals[0])
    assert "Image 1 of 3" in there.pictures()[0].alt
    assert f"<@{world.member.id}>" in there.text()
    assert f"/{message.channel_id}/{message.id}" in there.text()
    assert there.buttons() == []
    about = await bot.discord.menu("Image details", there, user=world.second_member)
    assert message.button("again")["custom_id"].split(":")[2] in (await about.answered()).text()

    late = world.adult_channel
    await bot.policy("set", channel=late, threshold=3)
    stricter = await shown(bot, message, late)
    assert [it.name.partition("-")[2] for it in stricter.pictures()] == ["1-blurred.jpg"]
    assert stricter.pictures()[0].alt == "Blurred: flagged by NSFW detection"
    blurs = went_out(bot, [late.id])
    await bot.policy("set", channel=late, action="spoiler")
    veiled = await shown(bot, message, late)
    assert [it.spoiler for it in veiled.pictures()] == [True]
    for action in ("hold", "refuse"):
        await bot.policy("set", channel=late, action=action)
        privately = await shown(bot, message, late)
        assert privately.ephemeral
        assert "flags it under the rules" in privately.text()

    # The laxest place shows nothing of what its own channel has blurred, or does from now on.
    listing = await history(bot, world.thread)
    withhold(bot.database, 3)
    press = await asked(bot, listing, message, 3)
    await press.until(lambda: press.followups, timeout=20)
    assert press.followups[0].ephemeral
    assert "its own channel doesn't show it" in press.text()
    everywhere = went_out(bot, [world.thread.id, late.id])
    assert len(everywhere) == 3
    assert holds_nothing_of(everywhere, [*originals[1:], blurred])
    assert holds_nothing_of(blurs, originals)


async def test_what_may_not_stay_is_taken_back_and_what_fails_is_told(bot: WholeBot) -> None:
    world, faults = bot.discord.world, bot.discord.faults
    message = await imagined(bot, [CLEAR])
    listing = await history(bot, world.art)
    followups = r"^/webhooks/\d+/[^/]+$"
    fault = faults.add(method="POST", path=followups, hold="after")
    press = await asked(bot, listing, message)
    await eventually(lambda: fault.held == 1)
    assert len(pictured(bot, world.art)) == 1
    await bot.policy("set", channel=world.art, threshold=1)
    fault.release()
    await press.until(lambda: len(press.followups) == 2, timeout=20)
    assert "The rules changed" in press.text()
    assert press.followups[-1].ephemeral
    assert pictured(bot, world.art) == []

    # What changes while the file is looked for is obeyed before anything goes out.
    await bot.policy("set", channel=world.art, threshold=70)
    fault = faults.add(method="GET", path=rf"/messages/{message.id}$", hold=True)
    press = await asked(bot, listing, message)
    await eventually(lambda: fault.held == 1)
    await bot.policy("set", channel=world.art, threshold=1)
    fault.release()
    await press.until(lambda: press.followups, timeout=20)
    [blurred] = pictured(bot, world.art)
    assert "blurred" in blurred.pictures()[0].name
    assert len(went_out(bot, [world.art.id])) == 2
    bot.discord.keeper.remove_message(blurred)

    await bot.policy("set", channel=world.art, threshold=70)
    faults.add(method="POST", path=followups, drop=True)
    lost = await asked(bot, listing, message)
    await lost.until(lambda: lost.followups, timeout=20)
    assert "Check whether it is here" in lost.text()
    faults.add(method="POST", path=followups, status=403, code=50013)
    press = await asked(bot, listing, message)
    await press.until(lambda: press.followups, timeout=20)
    assert "Discord didn't accept the image" in press.text()
    bot.discord.keeper.remove_message(message)
    gone = await shown(bot, message, world.art)
    assert gone.ephemeral
    assert "gone" in gone.text()
    assert pictured(bot, world.art) == []


async def test_a_file_tells_no_settings_that_its_own_channel_leaves_out(bot: WholeBot) -> None:
    world = bot.discord.world
    message = await imagined(bot, [CLEAR])
    told = (await shown(bot, message, world.art)).pictures()[0].data
    await bot.policy("set", channel=world.channel, metadata=False)
    untold = (await shown(bot, message, world.art)).pictures()[0].data
    assert b"Exif" in told
    assert b"Exif" not in untold
