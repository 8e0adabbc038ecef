"""Moderation while rooms are closed, people are gone, and Discord wants to hear less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.delivery.moderation import audit_log, tellings
from tests.wire.elsewhere import FLAGGED, imagined
from tests.wire.pictures import unlabelled
from tests.wire.test_review import card_of, done, pressed, until_shown
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Channel, Message
    from tests.wire.whole_bot import WholeBot


@pytest.fixture
async def attentive(idle: WholeBot, monkeypatch: pytest.MonkeyPatch) -> WholeBot:
    monkeypatch.setattr(audit_log, "SECONDS", 0.1)
    monkeypatch.setattr(tellings, "LOOK_AGAIN", 0.1)
    monkeypatch.setattr(tellings, "PACE", 0.0)
    await idle.start()
    await idle.policy("set", review_channel=idle.discord.world.mod_review)
    return idle


def posts(bot: WholeBot, channel: Channel) -> list[Message]:
    return [it for it in bot.discord.registry.in_channel(channel.id) if not it.ephemeral]


async def test_an_archived_thread_whose_member_has_left_shows_what_was_decided(
    attentive: WholeBot,
) -> None:
    bot, world = attentive, attentive.discord.world
    message = await imagined(bot, [FLAGGED, FLAGGED], channel=world.thread)
    originals = await bot.originals(bot.novita.tasks[0])
    await card_of(bot, world.mod_review, 2)
    await until_shown(bot)
    one, two = sorted(posts(bot, world.mod_review), key=lambda it: "image 2" in it.text())
    del world.guild.members[world.member.id]
    world.direct.closed.add(world.member.id)
    await bot.discord.keeper.archive(world.thread)
    assert "takes its place" in await pressed(bot, one, "approve")
    await eventually(lambda: "blurred" not in message.pictures()[0].name)
    assert unlabelled(message.pictures()[0].data) == originals[0]
    # Locked, nothing can be shown there; what was decided holds, and is shown when it can be.
    await bot.discord.keeper.archive(world.thread, locked=True)
    await pressed(bot, two, "remove")
    await eventually(lambda: "Removed by" in two.text())
    path = rf"^/channels/{world.thread.id}/messages/{message.id}$"
    await eventually(lambda: bot.discord.requests.find("PATCH", path, status=400))
    await bot.discord.keeper.unarchive(world.thread)
    await eventually(lambda: len(message.pictures()) == 1, 60)
    assert unlabelled(message.pictures()[0].data) == originals[0]
    # Who left is told nothing, and that is not tried for ever.
    await eventually(lambda: not done(bot, "SELECT 1 FROM tellings"))
    assert bot.discord.registry.in_channel(world.direct.open(world.member).id) == []


async def test_a_log_channel_that_is_full_or_closed_costs_nothing_else(
    attentive: WholeBot,
) -> None:
    bot, world, faults = attentive, attentive.discord.world, attentive.discord.faults
    path = rf"^/channels/{world.mod_review.id}/messages$"
    # Of what happened before there was a log channel, some may be told and some not.
    assert "→" in (await bot.policy("set", log_channel=world.mod_review)).text()
    full = faults.add(method="POST", path=path, status=429, retry_after=0.3, times=3)
    await bot.policy("set", threshold=41)
    await eventually(lambda: full.hits == 3 and posts(bot, world.mod_review))
    await bot.policy("set", threshold=40)
    await eventually(lambda: len(posts(bot, world.mod_review)) >= 2)
    said = "".join(it.text() for it in posts(bot, world.mod_review))
    assert 2 <= said.count("The rules of a place were changed") <= 4
    closed = faults.add(method="POST", path=path, status=403, code=50001, times=None)
    await bot.policy("set", threshold=42)
    await eventually(lambda: closed.hits)
    assert not (await bot.imagine("a fox")).ephemeral
    listed = await (await bot.discord.slash("audit", {}, user=world.moderator)).answered()
    assert "5 entries" in listed.text()
    hits = closed.hits
    await bot.policy("set", threshold=43)
    message = await bot.imagined("another fox")
    assert message.pictures()
    assert closed.hits == hits
