"""/audit over the wire: who may, what it finds and hands over, and what its channel is told."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from bot.delivery.moderation import audit_log
from bot.domain.moderation.entry import EntryKind
from bot.playground.discord import Permission
from bot.playground.discord.places import Overwrite
from tests.wire.sharing import sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    import pytest

    from bot.playground.discord import Channel, Guild, Invocation, Message
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


DAY = 24 * 3600 * 10**6


INSERT = (
    "INSERT INTO entries (guild_id, kind, at, by, member, why, details)"
    " VALUES (?, ?, CAST(strftime('%s', 'now') AS INTEGER) * 1000000 - ?, ?, ?, ?, ?)"
)


def happened(
    bot: WholeBot,
    kind: str,
    guild: Guild | None = None,
    *,
    days: int = 0,
    member: int | None = None,
    why: str = "",
    details: str = "{}",
) -> None:
    """Put an entry of some days ago into the database, by the moderator."""
    world = bot.discord.world
    row = ((guild or world.guild).id, kind, days * DAY, world.moderator.id, member, why, details)
    done(bot, INSERT, *row)


def done(bot: WholeBot, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(bot.database, timeout=5)) as connection, connection:
        connection.execute(statement, values)


async def audit(bot: WholeBot, **options: Any) -> Invocation:  # noqa: ANN401 - any option
    user = options.pop("user", bot.discord.world.moderator)
    channel = options.pop("channel_of", bot.discord.world.channel)
    return await (await bot.discord.slash("audit", options, user=user, channel=channel)).answered()


def messages(bot: WholeBot, channel: Channel) -> list[Message]:
    return [it for it in bot.discord.registry.in_channel(channel.id) if not it.ephemeral]


async def test_moderators_find_what_happened_page_by_page(bot: WholeBot) -> None:
    world = bot.discord.world
    assert "Nothing has been recorded" in (await audit(bot)).text()
    message = await bot.imagined("a very secret prompt")
    await bot.press(message, "delete")
    for kind in EntryKind:
        happened(bot, kind.value, days=2, member=world.member.id)
    other = await bot.discord.keeper.add_guild("elsewhere")
    happened(bot, "blocked", other, why="never to be seen here")

    first = await audit(bot)
    assert first.ephemeral
    text = first.text()
    assert f"{len(EntryKind) + 1} entries" in text
    assert "**A result was deleted.**" in text
    assert f"/{message.channel_id}/{message.id})" in text
    assert "secret" not in text
    (job,) = [it["options"][0]["value"] for it in first.shown.walk() if it.get("options")]
    assert job.startswith("darkroom:details:")
    pick = next(it for it in first.shown.walk() if it.get("options"))["custom_id"]
    press = await bot.discord.choose(first.shown, pick, [job], user=world.moderator)
    assert "secret" in (await press.answered()).text()

    await bot.restart()
    last = await bot.press(first.shown, "Next", user=world.moderator)
    assert "Page 2 of" in last.text()
    world.channel.overwrites[world.moderator.id] = Overwrite(1, 0, Permission.MANAGE_MESSAGES)
    dismissed = await bot.press(first.shown, "Previous", user=world.moderator)
    assert "Manage Messages" in dismissed.text()
    del world.channel.overwrites[world.moderator.id]
    found = [
        await audit(bot, **options)
        for options in (
            {"kind": "deletions", "since": "1d", "member": world.member},
            {"kind": "blocks", "moderator": world.moderator},
            {"until": "2020-01-01"},
            {"channel": world.art},
        )
    ]
    assert ["1 entry" in it.text() for it in found] == [True, False, False, False]
    assert "2 entries" in found[1].text()
    assert ["No entry matches" in it.text() for it in found[2:]] == [True, True]
    seen = (
        await audit(bot, user=world.admin, channel_of=next(iter(other.channels.values())))
    ).text()
    assert ["1 entry" in seen, "never to be seen here" in seen] == [True, True]

    refused = await audit(bot, user=world.member)
    assert refused.ephemeral
    assert "Manage Messages" in refused.text()
    wrong = [await audit(bot, since=since, until="3d") for since in ("2d", "yesterday")]
    assert "after `until`" in wrong[0].text()
    assert "takes a day like" in wrong[1].text()


async def test_a_file_holds_all_and_no_formula(bot: WholeBot) -> None:
    world = bot.discord.world
    for number in range(30):
        happened(bot, "noted", days=number, why=f'=HYPERLINK("{number}")\nあ')
    happened(bot, "policy_changed", details=json.dumps({"before": 1, "after": "+2"}))
    table = await audit(bot, **{"as": "csv"})
    assert table.ephemeral
    assert "31 entries" in table.text()
    (file,) = table.shown.now.attachments
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert [row["kind"] for row in rows] == ["policy_changed", *["noted"] * 30]
    assert rows[3]["reason"].startswith("'=HYPERLINK")
    assert rows[3]["by"] == str(world.moderator.id)
    lines = await audit(bot, kind="rules", **{"as": "jsonl"})
    (file,) = lines.shown.now.attachments
    (line,) = [json.loads(it) for it in file.data.splitlines()]
    assert (line["kind"], line["details"]) == ("policy_changed", {"before": 1, "after": "+2"})
    assert line["by"] == str(world.moderator.id)


async def test_the_log_channel_is_told_once_and_nobody_is_pinged(
    bot: WholeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_log, "SECONDS", 0.1)
    await bot.restart()
    world = bot.discord.world
    hidden = await bot.policy("set", log_channel=world.mod_review)
    assert "Members can read the log channel" not in hidden.text()
    happened(bot, "blocked", member=world.member.id, why="spam @everyone")
    await eventually(lambda: messages(bot, world.mod_review))
    path = rf"^/channels/{world.mod_review.id}/messages"
    lost = bot.discord.faults.add(method="POST", path=path, drop="after")
    for number in range(12):
        happened(bot, "noted", why=f"number {number}.")
    await eventually(lambda: len(messages(bot, world.mod_review)) == 3 and lost.hits)
    told = "\n".join(it.text() for it in messages(bot, world.mod_review))
    assert [told.count(f"number {number}.") for number in range(12)] == [1] * 12
    assert "**A member was blocked.**" in told
    assert "spam" in told
    assert all(it.now.pings == frozenset() for it in messages(bot, world.mod_review))

    # Where members read, reasons stay away; what one channel missed is told in no other.
    await bot.discord.keeper.remove_channel(world.mod_review)
    happened(bot, "unblocked", member=world.member.id, why="too early")
    sent = bot.discord.requests
    await eventually(lambda: sent.find("POST", path, status=404))
    warned = await bot.policy("set", log_channel=world.art)
    assert "Members can read the log channel" in warned.text()
    done(bot, "UPDATE log_cursors SET due_at = 0")
    happened(bot, "struck", member=world.member.id, why="for moderators only")

    def told_there() -> str:
        return "\n".join(it.text() for it in messages(bot, world.art))

    await eventually(lambda: "**A member got a strike.**" in told_there())
    assert ["only" in told_there(), "unblocked" in told_there()] == [False, False]
    here = await bot.policy("set", channel=world.art, retention_days=9)
    assert "whole server only" in here.text()
    await bot.discord.keeper.permit_bot(world.channel, Permission.VIEW_CHANNEL)
    refused = await bot.policy("set", log_channel=world.channel)
    assert "can't log anything" in refused.text()
