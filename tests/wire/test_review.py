"""Review over the wire: what is withheld is shown to moderators, and what they decide to all."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.wire.elsewhere import (
    CLEAR,
    FLAGGED,
    holds_nothing_of,
    imagined,
    told,
)
from tests.wire.pictures import unlabelled
from tests.wire.records import ask
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Channel, Message, User
    from tests.wire.whole_bot import WholeBot


def done(bot: WholeBot, statement: str, *values: object) -> list[Any]:
    return ask(bot.database, statement, *values)


async def card_of(bot: WholeBot, channel: Channel, count: int = 1) -> Message:
    """Wait for so many cards in a channel, and return the last."""
    registry = bot.discord.registry

    def cards() -> list[Message]:
        return [it for it in registry.in_channel(channel.id) if not it.ephemeral]

    await eventually(lambda: len(cards()) >= count)
    return cards()[-1]


def all_saw(bot: WholeBot, *channels: Channel) -> list[bytes]:
    """Return every file that any message which all can read in these channels ever carried."""
    ids = {channel.id for channel in channels}
    messages = [it for it in bot.discord.registry.everything() if it.channel_id in ids]
    versions = [version for it in messages if not it.ephemeral for version in it.versions]
    return [attachment.data for version in versions for attachment in version.attachments]


async def pressed(bot: WholeBot, message: Message, action: str, user: User | None = None) -> str:
    """Press a button of a card as the moderator unless told; return what is said."""
    moderator = user or bot.discord.world.moderator
    return await told(await bot.press(message, action, user=moderator))


async def until_shown(bot: WholeBot) -> None:
    """Wait until every message says what its rows say, and every card what its case does."""
    question = (
        "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE NOT shown) AND NOT EXISTS ("
        "SELECT 1 FROM cards WHERE due_at <= ?)"
    )
    await eventually(lambda: done(bot, question, round((time.time() + 60) * 1_000_000)))


@pytest.mark.both_databases
async def test_what_is_approved_is_shown_in_its_place(bot: WholeBot) -> None:
    world = bot.discord.world
    well = await bot.policy("set", action="blur", review_channel=world.mod_review)
    assert "⚠️" not in well.text()
    message = await imagined(bot, [FLAGGED, CLEAR])
    originals = await bot.originals(bot.novita.tasks[0])
    blurred, beside = message.pictures()
    card = await card_of(bot, world.mod_review)
    [picture] = card.pictures()
    assert unlabelled(picture.data) == originals[0]
    assert picture.spoiler
    for part in (
        "Case 1 · image 1",
        "a harbour at dawn",
        f"<@{world.member.id}>",
        "confidence 93.7, threshold 70",
        "level 1, action `blur`",
        "Novita",
        f"/{message.channel_id}/{message.id}",
    ):
        assert part in card.text(), part
    assert [it["custom_id"].split(":")[1] for it in card.buttons()] == [
        *("approve", "keep", "remove", "remember"),
        *("block", "tune", "look"),
    ]
    assert card.now.pings == frozenset()
    assert "Only moderators" in await pressed(bot, card, "approve", world.member)
    assert holds_nothing_of(all_saw(bot, world.channel), [originals[0]])

    assert "takes its place" in await pressed(bot, card, "approve")
    await eventually(lambda: "blurred" not in message.pictures()[0].name)
    shown, neighbour = message.pictures()
    assert unlabelled(shown.data) == originals[0]
    assert neighbour.attachment.id == beside.attachment.id
    assert blurred.attachment.id != shown.attachment.id
    assert "flagged" not in message.text()
    assert message.now.pings == frozenset()
    await eventually(lambda: "Approved by" in card.text())
    assert f"<@{world.moderator.id}>" in card.text()
    assert [it["custom_id"].split(":")[1] for it in card.buttons()] == ["look"]
    decided = done(bot, 'SELECT kind, "by" FROM entries WHERE case_id IS NOT NULL ORDER BY id')
    assert decided == [("withheld", None), ("approved", world.moderator.id)]
    # A restart sends nothing again.
    await until_shown(bot)
    edits = len(message.versions), len(card.versions)
    await bot.restart()
    await until_shown(bot)
    assert (len(message.versions), len(card.versions)) == edits


@pytest.mark.both_databases
async def test_without_a_review_channel_it_waits_in_the_list(bot: WholeBot) -> None:
    world = bot.discord.world
    warned = await bot.policy("set", action="hold")
    assert "wait in `/review`" in warned.text()
    message = await imagined(bot, [FLAGGED, FLAGGED, FLAGGED])
    originals = await bot.originals(bot.novita.tasks[0])
    assert message.pictures() == []
    assert "Image 1 was flagged and is held for a moderator." in message.text()
    await until_shown(bot)
    asked = await bot.discord.slash("review", {}, user=world.member)
    assert "Manage Messages" in (await asked.answered()).text()
    listed = await (await bot.discord.slash("review", {}, user=world.moderator)).answered()
    assert listed.ephemeral
    assert "3 images wait for a moderator" in listed.text()
    assert [f"Case {it}" in listed.text() for it in (1, 2, 3)] == [True] * 3
    opened = await opened_of(bot, listed.shown, 2)
    [picture] = opened.pictures()
    assert picture.spoiler
    assert unlabelled(picture.data) == originals[1]
    await bot.restart()
    # Who only looks like a moderator of here.
    assert "Only moderators" in await pressed(bot, opened, "approve", world.second_member)
    await pressed(bot, opened, "approve")
    assert "Approved by" in opened.text()
    assert opened.pictures() == []
    await eventually(message.pictures)
    [shown] = message.pictures()
    assert unlabelled(shown.data) == originals[1]
    await pressed(bot, await opened_of(bot, listed.shown, 1), "keep")
    await pressed(bot, await opened_of(bot, listed.shown, 3), "remove")
    await eventually(lambda: "Image 3 was removed by the moderators" in message.text())
    assert "A moderator looked at image 1: it is not shown." in message.text()
    assert [unlabelled(it.data) for it in message.pictures()] == [originals[1]]
    assert holds_nothing_of(all_saw(bot, world.channel), [originals[0], originals[2]])
    kept = "SELECT number FROM originals WHERE kept AND expires_at > 0 ORDER BY number"
    assert done(bot, kept) == [(1,), (2,)]
    again = await (await bot.discord.slash("review", {}, user=world.moderator)).answered()
    assert "Nothing waits" in again.text()


async def opened_of(bot: WholeBot, listed: Message, number: int) -> Message:
    """Choose a case in the list; return the card that the moderator alone sees."""
    [select] = [it for it in listed.walk() if it.get("options")]
    [value] = [it["value"] for it in select["options"] if f"Case {number} " in it["label"]]
    chosen = await bot.discord.choose(
        listed, select["custom_id"], [value], user=bot.discord.world.moderator
    )
    await (await chosen.answered()).until(lambda: not chosen.shown.is_loading, timeout=20)
    assert chosen.ephemeral
    return chosen.shown


@pytest.mark.both_databases
async def test_where_members_read_the_cards_they_are_blurred(bot: WholeBot) -> None:
    world = bot.discord.world
    warned = await bot.policy("set", review_channel=world.art)
    assert "People other than moderators can read" in warned.text()
    message = await imagined(bot, [FLAGGED])
    originals = await bot.originals(bot.novita.tasks[0])
    card = await card_of(bot, world.art)
    [picture] = card.pictures()
    assert picture.name.endswith("-1-blurred.jpg")
    assert not picture.spoiler
    assert "Only moderators" in await pressed(bot, card, "look", world.member)
    look = await bot.press(card, "look", user=world.moderator)
    await look.until(lambda: not look.shown.is_loading, timeout=20)
    assert look.ephemeral
    assert [unlabelled(it.data) for it in look.shown.pictures()] == [originals[0]]
    # Two at once: the first decides, and the other is told who did.
    presses = [
        bot.press(card, action, user=user)
        for action, user in (("remove", world.moderator), ("keep", world.admin))
    ]
    said = [await told(it) for it in await asyncio.gather(*presses)]
    [(decision, by)] = done(bot, "SELECT decision, decided_by FROM cases")
    assert sum(f"by <@{by}>" in words for words in said) == 1
    assert done(bot, "SELECT count(*) FROM entries WHERE kind IN ('removed', 'kept')") == [(1,)]
    await eventually(lambda: f"by <@{by}>" in card.text())
    assert len(card.pictures()) == (decision == "kept")
    assert holds_nothing_of(all_saw(bot, world.channel, world.art), originals)
    # In an age-restricted channel the original stands behind a spoiler; what was posted stays.
    quiet = await bot.policy("set", review_channel=world.adult_channel)
    assert "People other than moderators can read" in quiet.text()
    await imagined(bot, [FLAGGED])
    [shown] = (await card_of(bot, world.adult_channel)).pictures()
    assert shown.spoiler
    assert message.pictures() or decision == "removed"


async def test_what_is_gone_is_said_to_be(bot: WholeBot) -> None:
    world = bot.discord.world
    await bot.policy("set", review_channel=world.mod_review)
    expired = await imagined(bot, [FLAGGED])
    card = await card_of(bot, world.mod_review)
    await until_shown(bot)
    done(bot, "UPDATE originals SET expires_at = 1")
    done(bot, "UPDATE cards SET due_at = 1")
    assert "The original is gone" in await pressed(bot, card, "approve")
    assert done(bot, "SELECT decision FROM cases") == [(None,)]
    await eventually(lambda: card.pictures() == [])
    assert "look" not in [it["custom_id"].split(":")[1] for it in card.buttons()]
    assert "stays blurred" not in expired.text()
    await pressed(bot, card, "keep")
    await eventually(lambda: "it stays blurred" in expired.text())
    assert len(expired.pictures()) == 1
    # Its message is gone.
    lost = await imagined(bot, [FLAGGED])
    card = await card_of(bot, world.mod_review, 2)
    bot.discord.registry.delete(lost)
    await pressed(bot, card, "approve")
    await eventually(lambda: "could not be shown" in card.text())
    # Its author deleted it: it is to be seen on the card alone, until it is decided.
    deleted = await imagined(bot, [FLAGGED])
    card = await card_of(bot, world.mod_review, 3)
    await until_shown(bot)
    await bot.press(deleted, "delete")
    await eventually(lambda: "it was deleted" in card.text())
    assert len(card.pictures()) == 1
    assert "it was deleted" in await pressed(bot, card, "approve")
    await pressed(bot, card, "remove")
    await eventually(lambda: card.pictures() == [])
    assert done(bot, "SELECT count(*) FROM originals WHERE kept AND expires_at > 1") == [(1,)]
    # The review channel is gone, and then nothing can be sent there.
    await bot.discord.keeper.remove_channel(world.mod_review)
    await imagined(bot, [FLAGGED])
    await until_shown(bot)
    listed = await (await bot.discord.slash("review", {}, user=world.moderator)).answered()
    assert "1 image waits" in listed.text()


async def test_after_a_crash_there_is_one_card_and_the_decision_is_shown(bot: WholeBot) -> None:
    world, faults = bot.discord.world, bot.discord.faults
    await bot.policy("set", review_channel=world.mod_review)
    # Discord took the card, and its answer is lost.
    path = rf"^/channels/{world.mod_review.id}/messages$"
    faults.add(method="POST", path=path, drop="after", times=None)
    message = await imagined(bot, [FLAGGED])
    originals = await bot.originals(bot.novita.tasks[0])
    card = await card_of(bot, world.mod_review)
    await bot.stop()
    faults.clear()
    sent = len(bot.discord.requests.find("POST", path))
    done(bot, "UPDATE cards SET due_at = 1, leased_until = NULL")
    await bot.start()
    await eventually(lambda: done(bot, "SELECT 1 FROM cards WHERE message_id = ?", card.id))
    assert len(bot.discord.requests.find("POST", path)) == sent
    # It is decided, and Discord takes no edit before the bot is gone.
    faults.add(method="PATCH", path=r"^/channels/\d+/messages/\d+$", status=500, times=None)
    await pressed(bot, card, "approve")
    await bot.stop()
    assert "Case 1" in card.text()
    assert "blurred" in message.pictures()[0].name
    faults.clear()
    done(bot, "UPDATE cards SET due_at = 1, leased_until = NULL")
    await bot.start()
    await eventually(lambda: "blurred" not in message.pictures()[0].name)
    assert unlabelled(message.pictures()[0].data) == originals[0]
    await eventually(lambda: "Approved by" in card.text())
    await until_shown(bot)
    assert bot.discord.registry.in_channel(world.mod_review.id)[0] is card


async def test_a_case_is_its_own_servers_and_waits_for_its_turn(bot: WholeBot) -> None:
    world, discord = bot.discord.world, bot.discord
    await bot.policy("set", review_channel=world.mod_review)
    # More cards than Discord takes at once.
    message = await imagined(bot, [FLAGGED] * 8)
    card = await card_of(bot, world.mod_review, 8)
    await until_shown(bot)
    assert done(bot, "SELECT count(DISTINCT message_id) FROM cards") == [(8,)]
    assert len(message.pictures()) == 8
    other = await discord.keeper.add_guild("Elsewhere")
    general = next(it for it in other.channels.values() if it.name == "general")
    theirs = await bot.imagined(channel=general, user=world.member)
    forged = card.button("approve")["custom_id"]
    press = await discord.press(theirs, forged, user=world.admin, channel=general)
    assert "isn't one of mine" in (await press.answered()).text()
    assert done(bot, "SELECT DISTINCT decision FROM cases") == [(None,)]
    # A message of ours there that carries such an id: its server has no such case.
    version = discord.registry.in_channel(world.mod_review.id)[-1].now
    copied = discord.registry.post(general.id, world.bot, version)
    press = await discord.press(copied, forged, user=world.admin, channel=general)
    assert "no such case" in (await press.answered()).text()
    assert done(bot, "SELECT DISTINCT decision FROM cases") == [(None,)]


async def test_tune_tells_what_other_thresholds_would_have_done_and_sets_one(
    bot: WholeBot,
) -> None:
    world = bot.discord.world
    await bot.policy("set", review_channel=world.mod_review, threshold=50)
    said = [{"valid": True, "confidence": it} for it in (10, 45, 52, 62, 93.7)]
    await imagined(bot, [*said, None])
    card = await card_of(bot, world.mod_review, 4)
    assert "Only moderators" in await pressed(bot, card, "tune", world.member)
    press = await bot.press(card, "tune", user=world.moderator)
    assert press.ephemeral
    told_of = press.text().splitlines()
    assert "`threshold` is 50" in told_of[0]
    assert "withholds 4 of the last 6 images" in told_of[0]
    assert "1 of them could not be checked" in told_of[1]
    assert told_of[2:] == [
        *("30: 5 of 6 (+1)", "40: 5 of 6 (+1)", "45: 4 of 6"),
        *("55: 3 of 6 (−1)", "60: 3 of 6 (−1)", "70: 2 of 6 (−2)"),
    ]
    [select] = [it for it in press.shown.walk() if it.get("options")]
    [value] = [it["value"] for it in select["options"] if it["label"].endswith(" 70")]

    async def chosen(user: User) -> str:
        choice = await bot.discord.choose(press.shown, select["custom_id"], [value], user=user)
        return (await choice.answered()).text()

    assert "Manage Server" in await chosen(world.moderator)
    assert f"`threshold` in <#{world.channel.id}>: 50 → 70" in await chosen(world.admin)
    message = await imagined(bot, [said[3]])
    assert "blurred" not in message.pictures()[0].name


@pytest.mark.both_databases
async def test_what_members_report_is_decided_like_all_else(bot: WholeBot) -> None:
    world = bot.discord.world
    await bot.policy("set", review_channel=world.mod_review, reports_to_blur=2)
    message = await imagined(bot, [CLEAR])
    [posted] = message.pictures()
    originals = await bot.originals(bot.novita.tasks[0])
    await until_shown(bot)
    await told(await bot.press(message, "report", user=world.second_member))
    card = await card_of(bot, world.mod_review)
    assert "1 report" in card.text()
    assert [unlabelled(it.data) for it in card.pictures()] == originals
    await told(await bot.press(message, "report", user=world.admin))
    await eventually(lambda: "blurred" in message.pictures()[0].name)
    assert bot.discord.registry.file(posted.attachment.id) is None
    await eventually(lambda: "2 reports" in card.text())
    assert "takes its place" in await pressed(bot, card, "approve")
    await eventually(lambda: "blurred" not in message.pictures()[0].name)
    assert [unlabelled(it.data) for it in message.pictures()] == originals
    await eventually(lambda: "Approved by" in card.text())
    kinds = done(bot, "SELECT kind FROM entries WHERE case_id IS NOT NULL ORDER BY id")
    assert kinds == [("reported",), ("reported",), ("blurred",), ("approved",)]
