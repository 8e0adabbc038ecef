"""Who moderates what, over the wire: where somebody has Manage Messages, and nowhere else."""

from __future__ import annotations

import csv
import io
import time
from typing import TYPE_CHECKING, Any

import discord

from bot.playground.discord import Permission
from bot.playground.discord.places import PRIVATE_THREAD, THREAD, Role
from tests.wire.elsewhere import FLAGGED, imagined, told
from tests.wire.records import ask
from tests.wire.sharing import sharing
from tests.wire.test_review import card_of, until_shown
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    import pytest

    from bot.playground.discord import Channel, Message, User
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


MODERATES = Permission.VIEW_CHANNEL | Permission.MANAGE_MESSAGES


class Moderator:
    """Somebody who asks, in a channel where they may."""

    def __init__(self, bot: WholeBot, user: User, channel: Channel) -> None:
        self.bot = bot
        self.user = user
        self.channel = channel

    async def used(self, command: str, **options: Any) -> Message:  # noqa: ANN401 - any option
        press = await self.bot.discord.slash(command, options, user=self.user, channel=self.channel)
        await (await press.answered()).until(lambda: not press.shown.is_loading, timeout=20)
        assert press.ephemeral
        return press.shown

    async def sees(self, command: str, **options: Any) -> str:  # noqa: ANN401 - any option
        return (await self.used(command, **options)).text()

    async def pressed(self, message: Message, action: str) -> str:
        return await told(await self.bot.press(message, action, user=self.user))


async def test_a_moderator_of_one_channel_has_that_channel(bot: WholeBot) -> None:
    world, keeper = bot.discord.world, bot.discord.keeper
    await bot.policy("set", review_channel=world.mod_review)
    for number, place in enumerate((world.channel, world.art, world.thread), 1):
        user = world.moderator if place is world.channel else world.member
        await imagined(bot, [FLAGGED], channel=place, user=user)
        await card_of(bot, world.mod_review, number)
    await until_shown(bot)
    general, arts, threads = bot.discord.registry.in_channel(world.mod_review.id)
    # They moderate by what #art and the review channel say of them alone.
    for room in (world.art, world.mod_review):
        await keeper.permit(room, world.second_member, allow=MODERATES)
    here = Moderator(bot, world.second_member, world.art)

    listed = await here.used("review")
    assert "2 images wait" in listed.text()
    assert ["Case 1" in listed.text(), "Only what stands in channels" in listed.text()] == [0, 1]
    assert "1 case" not in (cases := await here.sees("case list"))
    assert ["2 cases" in cases, "Case 1" in cases, "Case 3" in cases] == [True, False, True]
    for command in ("show", "note", "reason"):
        words = {} if command == "show" else {"text": "x"}
        refused = await here.sees(f"case {command}", number=1, **words)
        assert "a channel that you don't moderate" in refused
    for action in ("look", "approve", "keep", "remove", "tune"):
        assert "a channel that you don't moderate" in await here.pressed(general, action)
    for command in ("block", "unblock"):
        refused = await here.sees(command, member=world.member)
        assert "concerns the whole server" in refused
    assert "concerns the whole server" in await here.pressed(arts, "block")
    opened = await bot.press(arts, "look", user=here.user)
    await opened.until(lambda: not opened.shown.is_loading, timeout=20)
    assert len(opened.shown.pictures()) == 1
    assert "moderate" not in await here.pressed(threads, "keep")
    assert "Case 3" in await here.sees("case show", number=3)
    noted = await here.sees("case note", number=3, text="y", on_behalf_of=world.moderator)
    assert "Noted in case 3" in noted
    assert "doesn't moderate" in await here.sees(
        "case note", number=3, text="y", on_behalf_of=world.member
    )

    # The audit and its file tell of the same, a channel of its threads too.
    audit = await here.sees("audit")
    assert ["case 1" in audit, "case 2" in audit, "case 3" in audit] == [False, True, True]
    for narrowed in (False, True):
        options: dict[str, Any] = {"channel": world.art} if narrowed else {}
        table = await here.used("audit", **{"as": "csv"}, **options)
        (file,) = table.now.attachments
        rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))
        assert {row["channel"] for row in rows} == {str(world.art.id), str(world.thread.id)}
    assert "No entry matches" in await here.sees("audit", channel=world.channel)

    # Who moderates the whole server, moderates what they see of it.
    await keeper.permit(world.art, world.moderator, deny=Permission.VIEW_CHANNEL)
    whole = Moderator(bot, world.moderator, world.channel)
    assert "1 image waits" in (review := await whole.sees("review"))
    assert "Only what stands" not in review
    assert "a channel that you don't moderate" in await whole.pressed(arts, "look")
    assert "don't moderate" in await whole.sees("case show", number=2)
    audit = await whole.sees("audit")
    assert ["case 1" in audit, "case 2" in audit, "case 3" in audit] == [True, False, False]
    assert "2 images wait" in await Moderator(bot, world.admin, world.channel).sees("review")

    # They may decide about their own image, and whoever reads of it is told.
    await whole.pressed(general, "approve")
    await eventually(lambda: "own image" in general.text())
    for command, options in (("case show", {"number": 1}), ("case list", {}), ("audit", {})):
        assert "own image" in await whole.sees(command, **options)
    assert "own image" not in await here.sees("case list")


async def test_a_moderator_whom_discord_says_to_be_one_need_not_wait_for_the_news(
    bot: WholeBot,
) -> None:
    world, keeper = bot.discord.world, bot.discord.keeper
    await bot.policy("set", review_channel=world.mod_review)
    for number, place in enumerate((world.channel, world.art), 1):
        await imagined(bot, [FLAGGED], channel=place)
        await card_of(bot, world.mod_review, number)
    await keeper.permit(world.art, world.admin, deny=Permission.VIEW_CHANNEL)
    # Nobody tells the bot of it: Discord's word with the interaction is the first that it hears.
    world.guild.roles[7] = Role(7, "New", MODERATES)
    world.guild.members[world.second_member.id].roles.append(7)
    new = Moderator(bot, world.second_member, world.channel)
    assert "1 image waits" in await new.sees("review")
    assert "Withheld" in await new.sees("case show", number=1)
    assert "don't moderate" in await new.sees("case show", number=2)
    assert "is blocked until" in await new.sees("block", member=world.member, until="1h")


async def test_where_nobody_sees_a_channel_but_by_its_own_word_a_moderator_sees_no_other(
    bot: WholeBot,
) -> None:
    world, keeper = bot.discord.world, bot.discord.keeper
    await bot.policy("set", review_channel=world.mod_review)
    await imagined(bot, [FLAGGED], channel=world.art)
    await card_of(bot, world.mod_review, 1)
    everyone = world.guild.roles[world.guild.id]
    # As servers do that let in whoever agreed to their rules: each channel lets in whom it wants.
    await keeper.permit_all(world.channel, Permission.VIEW_CHANNEL)
    await keeper.change_role(world.guild, everyone, everyone.permissions & ~Permission.VIEW_CHANNEL)
    here = Moderator(bot, world.moderator, world.channel)
    assert "1 image waits" not in await here.sees("review")
    assert "don't moderate" in await here.sees("case show", number=1)


async def test_threads_that_nobody_remembers_and_channels_that_are_gone(bot: WholeBot) -> None:
    world, keeper = bot.discord.world, bot.discord.keeper
    await bot.policy("set", review_channel=world.mod_review)
    secret = await keeper.add_channel(
        world.guild, "secret", kind=PRIVATE_THREAD, parent=world.channel
    )
    for number, place in enumerate((secret, world.thread, world.art), 1):
        await imagined(bot, [FLAGGED], channel=place)
        await card_of(bot, world.mod_review, number)
    await until_shown(bot)
    private, archived, arts = bot.discord.registry.in_channel(world.mod_review.id)
    whole = Moderator(bot, world.moderator, world.channel)
    # A private thread is for who is in it; one that is archived is not known after a restart.
    assert "2 images wait" in await whole.sees("review")
    assert "don't moderate" in await whole.pressed(private, "look")
    secret.joined.add(world.moderator.id)
    assert "3 images wait" in await whole.sees("review")
    for thread in (secret, world.thread):
        await keeper.archive(thread)
    await bot.restart()
    secret.joined.clear()
    bot.discord.faults.add(
        method="GET", path=rf"^/channels/({secret.id}|{world.thread.id})", status=500, times=None
    )
    listed = await whole.sees("review")
    assert ["1 image waits" in listed, "couldn't be checked" in listed] == [True, True]
    assert "can't tell right now" in await whole.pressed(archived, "keep")
    bot.discord.faults.clear()
    assert "2 images wait" in (listed := await whole.sees("review"))
    assert "couldn't be checked" not in listed
    await keeper.permit(world.channel, world.moderator, allow=Permission.MANAGE_THREADS)
    assert "3 images wait" in await whole.sees("review")
    assert "stays" in await whole.pressed(archived, "keep")

    # What stood in a channel that is gone is for who moderates the whole server.
    await keeper.permit(world.art, world.second_member, allow=MODERATES)
    await keeper.permit(world.mod_review, world.second_member, allow=MODERATES)
    here = Moderator(bot, world.second_member, world.mod_review)
    assert "1 image waits" in await here.sees("review")
    await keeper.remove_channel(world.art)
    assert "Nothing waits" in await here.sees("review")
    assert "don't moderate" in await here.pressed(arts, "keep")
    assert "2 images wait" in await whole.sees("review")
    assert "its channel was deleted" in (gone := await whole.sees("case show", number=3))
    assert f"/{world.art.id}/" not in gone
    await whole.pressed(arts, "keep")
    assert "1 image waits" in await whole.sees("review")


async def test_what_somebody_may_do_in_a_channel_is_reckoned_once_for_all_its_threads(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, keeper = bot.discord.world, bot.discord.keeper
    now = time.time_ns() // 1000
    told_of = (
        "INSERT INTO entries (guild_id, kind, at, place, why, details)"
        " VALUES (?, 'noted', ?, ?, '', '{}')"
    )
    for number in range(20):
        thread = await keeper.add_channel(world.guild, f"t{number}", kind=THREAD, parent=world.art)
        ask(bot.database, told_of, world.guild.id, now, thread.id)
    reckoned = list[int]()
    reckon = discord.TextChannel.permissions_for

    def counted(channel: discord.TextChannel, member: discord.Member) -> discord.Permissions:
        reckoned.append(channel.id)
        return reckon(channel, member)

    monkeypatch.setattr(discord.TextChannel, "permissions_for", counted)
    audit = await Moderator(bot, world.moderator, world.channel).sees("audit")
    assert "20 entries" in audit
    assert reckoned.count(world.art.id) == 1
