"""A review channel that is opened to members later: its cards show no original any more."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.playground.discord import Permission
from tests.wire.elsewhere import FLAGGED, imagined
from tests.wire.pictures import unlabelled
from tests.wire.sharing import sharing
from tests.wire.test_review import card_of, done, pressed, until_shown
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Message
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


def is_veiled(card: Message) -> bool:
    return [it.name.endswith("-blurred.jpg") and not it.spoiler for it in card.pictures()] == [True]


async def flagged_card(bot: WholeBot, count: int) -> Message:
    """Return the card of a new image: it shows the original behind a spoiler."""
    await imagined(bot, [FLAGGED])
    card = await card_of(bot, bot.discord.world.mod_review, count)
    await until_shown(bot)
    assert [it.spoiler for it in card.pictures()] == [True]
    return card


async def test_cards_are_veiled_when_others_may_read_their_channel(bot: WholeBot) -> None:
    world, keeper = bot.discord.world, bot.discord.keeper
    room, guild = world.mod_review, world.guild
    hidden = dict(room.overwrites)
    await bot.policy("set", review_channel=room)
    first = await flagged_card(bot, 1)
    second = await flagged_card(bot, 2)
    await pressed(bot, second, "keep")
    await until_shown(bot)
    assert [it.spoiler for it in second.pictures()] == [True]
    # What opens it to nobody changes nothing.
    edits = len(first.versions)
    rights = world.bot_permissions(room)
    await keeper.permit_bot(room, rights)
    # A role that reads it is given to others: it may manage messages no more.
    role = guild.roles[guild.members[world.moderator.id].roles[0]]
    await keeper.change_role(guild, role, 0)
    await eventually(lambda: is_veiled(first) and is_veiled(second), 20)
    await until_shown(bot)
    assert len(first.versions) == edits + 1
    [original] = await bot.originals(bot.novita.tasks[0])
    assert unlabelled(first.pictures()[0].data) != original
    await keeper.change_role(guild, role, Permission.MANAGE_MESSAGES)
    # Everybody may read it, and the card can be opened by moderators all the same.
    third = await flagged_card(bot, 3)
    await keeper.permit_all(room, Permission.VIEW_CHANNEL)
    await eventually(lambda: is_veiled(third), 20)
    look = await bot.press(third, "look", user=world.moderator)
    await look.until(lambda: not look.shown.is_loading, timeout=20)
    assert [it.spoiler for it in look.shown.pictures()] == [True]
    room.overwrites = hidden  # what was sent was for who read it then


async def test_what_was_opened_while_we_were_away_or_sending_is_veiled_too(bot: WholeBot) -> None:
    world, keeper = bot.discord.world, bot.discord.keeper
    room = world.mod_review
    await bot.policy("set", review_channel=room)
    hidden = dict(room.overwrites)
    card = await flagged_card(bot, 1)
    await bot.stop()
    await keeper.permit_all(room, Permission.VIEW_CHANNEL)
    await bot.start()
    await eventually(lambda: is_veiled(card), 20)
    # Adults read it, until it is restricted to them no longer.
    await keeper.mark_adult(room)
    other = await flagged_card(bot, 2)
    await keeper.mark_adult(room, nsfw=False)
    await eventually(lambda: is_veiled(other), 20)
    # While a card is on its way.
    room.overwrites = dict(hidden)
    await keeper.permit_bot(room, world.bot_permissions(room))
    path = rf"^/channels/{room.id}/messages$"
    held = bot.discord.faults.add(method="POST", path=path, hold="after")
    await imagined(bot, [FLAGGED])
    await eventually(lambda: held.held == 1, 20)
    await keeper.permit_all(room, Permission.VIEW_CHANNEL)
    held.release()
    last = await card_of(bot, room, 3)
    await eventually(lambda: is_veiled(last), 20)
    await eventually(lambda: done(bot, "SELECT count(*) FROM cards WHERE shows_original") == [(0,)])
    room.overwrites = hidden  # what was sent was for who read it then


async def test_what_was_opened_while_we_were_shut_out_is_veiled_when_we_are_let_in(
    bot: WholeBot,
) -> None:
    world, keeper = bot.discord.world, bot.discord.keeper
    room = world.mod_review
    await bot.policy("set", review_channel=room)
    hidden, rights = dict(room.overwrites), world.bot_permissions(room)
    card = await flagged_card(bot, 1)
    await keeper.permit_bot(room, 0)
    await keeper.permit_all(room, Permission.VIEW_CHANNEL)
    await keeper.permit_bot(room, rights)
    await eventually(lambda: is_veiled(card), 20)
    # Discord shuts us out before it tells us of it.
    room.overwrites = dict(hidden)
    await keeper.permit_bot(room, rights)
    other = await flagged_card(bot, 2)
    path = rf"^/channels/{room.id}/messages/\d+$"
    refused = bot.discord.faults.add(method="PATCH", path=path, hold=True, status=403, code=50001)
    await keeper.permit_all(room, Permission.VIEW_CHANNEL)
    await eventually(lambda: refused.held == 1, 20)
    await keeper.permit_bot(room, 0)
    refused.release()
    later = (time.time() + 1800) * 1_000_000
    await eventually(lambda: done(bot, "SELECT 1 FROM cards WHERE due_at > ?", later), 20)
    await keeper.permit_bot(room, rights)
    await eventually(lambda: is_veiled(other), 20)
    room.overwrites = hidden  # what was sent was for who read it then


async def test_a_channel_that_takes_no_more_is_left_alone_for_as_long(bot: WholeBot) -> None:
    world, keeper = bot.discord.world, bot.discord.keeper
    room = world.mod_review
    await bot.policy("set", review_channel=room)
    hidden = dict(room.overwrites)
    cards = [await flagged_card(bot, count) for count in (1, 2, 3)]
    path, rest = rf"^/channels/{room.id}/messages/\d+$", 2.0
    bot.discord.faults.add(method="PATCH", path=path, status=429, retry_after=rest)
    before = len(bot.discord.requests.find("PATCH", path))
    await keeper.permit_all(room, Permission.VIEW_CHANNEL)
    await eventually(lambda: all(map(is_veiled, cards)), 20)
    first, *others = bot.discord.requests.find("PATCH", path)[before:]
    assert first.status == 429
    assert all(it.at - first.at >= rest for it in others)
    room.overwrites = hidden  # what was sent was for who read it then
