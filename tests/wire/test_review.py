"""Review over the wire: what is withheld is shown to moderators, and what they decide to all."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.wire.elsewhere import (
    CLEAR,
    FLAGGED,
    holds_nothing_of,
    imagined,
    told,
    until_in,
    went_out,
)
from tests.wire.pictures import unlabelled
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Channel, Message, User
    from tests.wire.whole_bot import WholeBot


def done(bot: WholeBot, statement: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection, connection:
        return connection.execute(statement, values).fetchall()


async def card_of(bot: WholeBot, channel: Channel, count: int = 1) -> Message:
    """Wait for so many cards in a channel, and return the last."""
    return (await until_in(bot, channel.id, count))[-1]


async def pressed(bot: WholeBot, message: Message, action: str, user: User | None = None) -> str:
    """Press a button of a card as the moderator unless told; return what is said."""
    moderator = user or bot.discord.world.moderator
    return await told(await bot.press(message, action, user=moderator))


async def until_shown(bot: WholeBot) -> None:
    """Wait until every message says what its rows say, and every card what its case does."""
    await eventually(
        lambda: done(
            bot,
            "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM jobs WHERE NOT shown) AND NOT EXISTS ("
            "SELECT 1 FROM cards WHERE due_at <= 1000000 * (60 + strftime('%s', 'now')))",
        )
    )


async def test_what_is_approved_is_shown_in_its_place(bot: WholeBot) -> None:
    world = bot.discord.world
    await bot.policy("set", review_channel=world.mod_review)
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
        *("approve", "keep", "remove"),
        *("block", "tune", "look"),
    ]
    assert card.now.pings == frozenset()
    assert "Only moderators" in await pressed(bot, card, "approve", world.member)
    assert holds_nothing_of(went_out(bot, [world.channel.id]), [originals[0]])

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
