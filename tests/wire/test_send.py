"""Send to me over the wire: what its channel shows, by the strictest rules, once, or kindly not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.wire.elsewhere import (
    CLEAR,
    FLAGGED,
    direct,
    holds_nothing_of,
    imagined,
    is_same,
    numbers_of,
    pressed,
    sent,
    told,
    went_out,
)
from tests.wire.sharing import sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


async def test_what_its_channel_withholds_is_never_sent_in_any_form(bot: WholeBot) -> None:
    world = bot.discord.world
    message = await imagined(bot, [CLEAR, FLAGGED, None])
    originals = await bot.originals(bot.novita.tasks[0])
    blurred = [it.data for it in message.pictures() if "blurred" in it.name]
    assert len(blurred) == 2
    await bot.restart()
    assert "direct messages" in await sent(bot, message)
    [mine] = direct(bot)
    assert numbers_of(mine) == [1]
    assert is_same(mine.pictures()[0].data, originals[0])
    assert "a harbour at dawn" in mine.pictures()[0].alt
    place = f"{world.guild.id}/{message.channel_id}/{message.id}"
    assert f"https://discord.com/channels/{place}" in mine.text()
    assert mine.buttons() == []
    # Neither where nothing at all is asked any more: its channel has it blurred.
    for number in (2, 3):
        assert f"Image {number} is left out" in await sent(bot, message, number)
    await bot.policy("set", detection=False, threshold=100)
    for number in (2, 3):
        words = await sent(bot, message, number)
        assert "Nothing was sent" in words
        assert "its own channel doesn't show it" in words
    await sent(bot, message, 1, world.second_member)
    [theirs] = direct(bot, world.second_member)
    assert is_same(theirs.pictures()[0].data, originals[0])
    channels = [theirs.channel_id, mine.channel_id]
    assert len(went_out(bot, channels)) == 2
    assert holds_nothing_of(went_out(bot, channels), [*originals[1:], *blurred])


async def test_the_strictest_of_channel_and_server_decides(bot: WholeBot) -> None:
    channel = bot.discord.world.channel
    await bot.policy("set", channel=channel, threshold=90)
    message = await imagined(bot, [CLEAR])
    [original] = await bot.originals(bot.novita.tasks[0])
    await bot.policy("set", threshold=3)
    assert "NSFW detection flags it" in await sent(bot, message)
    await bot.policy("set", action="spoiler", channel=channel)
    assert "NSFW detection flags it" in await sent(bot, message)
    await bot.policy("set", threshold=50, level=2)
    assert "wasn't checked" in await sent(bot, message)
    await bot.policy("set", enabled=False)
    assert "switched off" in await sent(bot, message)
    assert direct(bot) == []
    await bot.policy("set", enabled=True, action="spoiler", metadata=False)
    await sent(bot, message)
    [mine] = direct(bot)
    assert [it.spoiler for it in mine.pictures()] == [True]
    # The rules of both let it be sent, but not with its settings.
    assert is_same(mine.pictures()[0].data, original)
    assert b"Exif" in message.pictures()[0].data
    assert b"Exif" not in mine.pictures()[0].data


async def test_who_closed_their_messages_is_told_and_two_presses_send_once(bot: WholeBot) -> None:
    world = bot.discord.world
    message = await imagined(bot, [CLEAR])
    world.direct.closed.add(world.member.id)
    assert "Privacy Settings" in await sent(bot, message)
    world.direct.closed.clear()
    bot.discord.faults.add(method="POST", path=r"^/channels/\d+/messages", status=403, code=20009)
    assert "explicit" in await sent(bot, message)
    assert direct(bot) == []
    # One that is held on its way, and one beside it; the held one's answer is lost, too.
    fault = bot.discord.faults.add(
        method="POST", path=r"^/channels/\d+/messages", hold="after", drop="after"
    )
    first = await pressed(bot, message)
    await eventually(lambda: fault.held == 1)
    assert "a moment ago" in await sent(bot, message)
    fault.release()
    assert "direct messages" in await told(first)
    assert "a moment ago" in await sent(bot, message)
    assert len(direct(bot)) == 1


async def test_a_private_result_is_sent_from_its_own_message(bot: WholeBot) -> None:
    message = await imagined(bot, [CLEAR, FLAGGED], private=True)
    originals = await bot.originals(bot.novita.tasks[0])
    await sent(bot, message, 1)
    [mine] = direct(bot)
    assert is_same(mine.pictures()[0].data, originals[0])
    assert "only you see" in mine.text()
    assert "discord.com/channels" not in mine.text()
    assert "Image 2 is left out" in await sent(bot, message, 2)
    stranger = await pressed(bot, message, 1, bot.discord.world.second_member)
    assert "I don't know this job" in stranger.text()
    assert direct(bot, bot.discord.world.second_member) == []
    assert holds_nothing_of(went_out(bot, [mine.channel_id]), originals[1:])


async def test_what_is_gone_is_said_to_be(bot: WholeBot) -> None:
    message, other = await imagined(bot, [CLEAR]), await imagined(bot, [CLEAR])
    custom_id = message.button("send")["custom_id"]
    forged = await bot.discord.press(other, custom_id, user=bot.discord.world.second_member)
    assert "button" in (await forged.answered()).text()
    # Whoever sees a button elsewhere may not see where the result is; who asked for it may.
    copied = replace(other.now, components=message.now.components)
    bot.discord.registry.edit(other, copied)
    stranger = await pressed(bot, other, 1, bot.discord.world.second_member)
    assert "I don't know this job" in stranger.text()
    assert "direct messages" in await sent(bot, other)
    assert len(direct(bot)) == 1
    held = bot.discord.faults.add(
        method="GET", path=rf"/messages/{message.id}$", status=500, times=2
    )
    user = bot.discord.world.second_member
    assert "can't fetch that image right now" in await sent(bot, message, 1, user)
    bot.discord.faults.clear()
    assert held.hits
    bot.discord.faults.add(method="GET", path=rf"/messages/{message.id}$", hold=True)
    asked = await pressed(bot, message, 1, user)
    bot.discord.keeper.remove_message(message)
    bot.discord.faults.clear()
    assert "gone" in await told(asked)
    assert len(direct(bot)) == 1


async def test_rules_that_become_stricter_on_the_way_take_it_back(bot: WholeBot) -> None:
    message = await imagined(bot, [CLEAR])
    fault = bot.discord.faults.add(method="POST", path=r"^/channels/\d+/messages", hold="after")
    asked = await pressed(bot, message)
    await eventually(lambda: fault.held == 1)
    assert len(direct(bot)) == 1
    await bot.policy("set", threshold=1)
    fault.release()
    assert "The rules changed" in await told(asked)
    assert direct(bot) == []
    # And while the file is looked for: then nothing goes out at all.
    posts = len(bot.discord.requests.find("POST", r"^/channels/\d+/messages$"))
    await bot.policy("set", threshold=70)
    fault = bot.discord.faults.add(method="GET", path=rf"/messages/{message.id}$", hold=True)
    asked = await pressed(bot, message)
    await eventually(lambda: fault.held == 1)
    await bot.policy("set", threshold=1)
    fault.release()
    assert "flags it" in await told(asked)
    assert len(bot.discord.requests.find("POST", r"^/channels/\d+/messages$")) == posts
