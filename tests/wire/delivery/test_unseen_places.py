"""Whose policy applies is asked where the gateway has not told, and never guessed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from bot.interactions.places import UNPLACED
from bot.jobs import in_force
from bot.playground.discord.places import CATEGORY
from bot.texts.say import say
from tests.wire.delivery.versions import Seen, exposures, seen
from tests.wire.rows import rows, until_over
from tests.wire.sharing import sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


CHANNEL = r"^/channels/\d+$"
PATIENCE = 3.0
"""Seconds that the tests wait to learn where a channel stands."""

AWAY: dict[str, dict[str, Any]] = {
    "503": {"status": 503},
    "an edge's 403": {"status": 403, "html": True},
    "reset": {"drop": True},
    "garbage": {"body": b"<html>"},
    "empty": {"body": b""},
    "a list": {"body": b"[]"},
    "nothing": {"body": b"null"},
    "no channel": {"body": b"{}"},
    "no parent": {"body": b'{"type": 11, "parent_id": null}'},
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_force, "PATIENCE", PATIENCE)
    monkeypatch.setattr(in_force, "ASK_AGAIN", 0.3)


async def unseen(bot: WholeBot) -> Invocation:
    """Restart a bot that runs a job with a flagged image, into a guild it is not told of."""
    bot.novita.knobs.duration = math.inf
    bot.novita.knobs.nsfw_result = {"valid": True, "confidence": 93.7}
    invocation = await bot.imagine()
    await bot.submitted()
    bot.discord.gateway.withhold(bot.discord.world.guild)
    await bot.restart()
    return invocation


@pytest.mark.parametrize("place", ["channel", "category"])
async def test_the_policies_of_a_guild_that_comes_late_apply(bot: WholeBot, place: str) -> None:
    await bot.policy(action="spoiler")
    await bot.policy(action="refuse", channel=getattr(bot.discord.world, place))
    invocation = await unseen(bot)
    bot.novita.tasks[0].finish()
    message = await invocation.final()
    assert exposures(message, Seen.NOTHING) == []
    assert bot.discord.requests.find("GET", CHANNEL) != []


@pytest.mark.parametrize("case", AWAY)
async def test_what_cannot_be_asked_either_is_waited_for(bot: WholeBot, case: str) -> None:
    await bot.policy(action="spoiler")
    await bot.policy(action="refuse", channel=bot.discord.world.art)
    invocation = await unseen(bot)
    away = bot.discord.faults.add(method="GET", path=CHANNEL, times=None, **AWAY[case])
    bot.novita.tasks[0].finish()
    await eventually(lambda: away.hits >= 2)
    assert rows(bot.database)[0].state == "delivering"
    bot.discord.faults.clear()
    message = await invocation.final()
    assert seen(message.now) == Seen.SPOILER
    assert (await until_over(bot.database)).state == "delivered"


async def test_what_stays_unknown_is_treated_as_the_strictest_place_says(bot: WholeBot) -> None:
    await bot.policy(action="spoiler")
    await bot.policy(action="refuse", channel=bot.discord.world.art)
    invocation = await unseen(bot)
    bot.discord.faults.add(method="GET", path=CHANNEL, times=None, status=503)
    bot.novita.tasks[0].finish()
    message = await invocation.final()
    assert exposures(message, Seen.NOTHING) == []
    assert "not shown" in message.text()


@pytest.mark.parametrize("case", ["503", "reset", "garbage", "nothing"])
async def test_a_command_whose_place_cannot_be_told_is_refused_in_words(
    bot: WholeBot, case: str
) -> None:
    bot.discord.gateway.withhold(bot.discord.world.guild)
    await bot.restart()
    bot.discord.faults.add(method="GET", path=CHANNEL, times=None, **AWAY[case])
    refused = await bot.imagine()
    assert refused.ephemeral
    assert refused.text().startswith(say(UNPLACED))
    assert rows(bot.database) == []


async def test_a_command_in_a_guild_that_comes_late_is_taken_under_its_policies(
    bot: WholeBot,
) -> None:
    await bot.policy(channel=bot.discord.world.category, max_images=2)
    bot.discord.gateway.withhold(bot.discord.world.guild)
    await bot.restart()
    assert len((await bot.imagined(images=2)).pictures()) == 2
    assert (await bot.imagine(images=3)).ephemeral


async def test_without_a_channel_object_and_a_guild_a_command_is_refused_in_words(
    bot: WholeBot,
) -> None:
    bot.discord.gateway.withhold(bot.discord.world.guild)
    await bot.restart()
    prompt = {"prompt": "a red fox"}
    refused = await (await bot.discord.slash("imagine", prompt, without_channel=True)).answered()
    assert refused.ephemeral
    assert refused.text().startswith(say(UNPLACED))


async def test_without_a_channel_object_a_thread_is_found_all_the_same(bot: WholeBot) -> None:
    world = bot.discord.world
    await bot.policy(channel=world.category, max_images=2)
    prompt = {"prompt": "a red fox", "images": 2}
    place = {"channel": world.thread, "without_channel": True}
    invocation = await bot.discord.slash("imagine", prompt, **place)  # type: ignore[arg-type] # a place
    assert len((await invocation.final()).pictures()) == 2


async def test_a_channel_that_moved_while_the_gateway_was_away_obeys_its_new_category(
    bot: WholeBot,
) -> None:
    world, gateway = bot.discord.world, bot.discord.gateway
    strict = await bot.discord.keeper.add_channel(world.guild, "strict", kind=CATEGORY)
    await bot.policy(action="spoiler")
    await bot.policy(action="refuse", channel=strict)
    bot.novita.knobs.duration = math.inf
    bot.novita.knobs.nsfw_result = {"valid": True, "confidence": 93.7}
    invocation = await bot.imagine()
    await bot.submitted()
    gateway.accepting = False
    await bot.discord.disconnect_gateway("drop")
    world.channel.parent_id = strict.id
    bot.novita.tasks[0].finish()
    message = await invocation.final()
    assert not gateway.is_connected()
    assert exposures(message, Seen.NOTHING) == []
