"""Finding a lost first answer: what counts as it, and what cannot be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import discord as library
import pytest

from bot.domain.ids import JobId
from bot.errors import DeliveryError
from bot.playground.discord import DiscordStandIn, Permission
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.playground.discord import Invocation
    from tests.wire.publishing_bot import PublishingBot

WEBHOOK = r"^/webhooks/.*/messages/"
HISTORY = r"^/channels/\d+/messages$"
OLD = timedelta(minutes=15)
TOO_OLD = timedelta(hours=1, minutes=1)


@pytest.fixture
async def shut_out(discord: DiscordStandIn, bot: PublishingBot, job: Job) -> None:
    """Take Read Message History from the bot."""
    here = discord.world.channel
    await discord.keeper.permit_bot(here, int(Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES))

    def known() -> bool:
        channel = bot.get_channel(here.id)
        assert isinstance(channel, library.TextChannel)
        return not channel.permissions_for(channel.guild.me).read_message_history

    await eventually(known)


async def test_an_answer_without_a_component_of_the_job_is_not_its_own(
    bot: PublishingBot, job: Job
) -> None:
    assert await bot.publisher.find_message(replace(job, id=JobId("apologised"))) is None


@pytest.mark.parametrize("code", [50001, 50013])
async def test_a_channel_that_is_closed_to_us_does_not_tell(
    discord: DiscordStandIn, bot: PublishingBot, job: Job, code: int
) -> None:
    discord.faults.add(method="GET", path=HISTORY, status=403, code=code, times=None)
    bot.ahead = OLD
    with pytest.raises(DeliveryError):
        await bot.publisher.find_message(job)


@pytest.mark.usefixtures("shut_out")
async def test_a_history_that_we_may_not_read_does_not_tell(bot: PublishingBot, job: Job) -> None:
    bot.ahead = OLD
    with pytest.raises(DeliveryError):
        await bot.publisher.find_message(job)


@pytest.mark.usefixtures("shut_out")
async def test_what_cannot_be_told_for_an_hour_is_given_up(bot: PublishingBot, job: Job) -> None:
    bot.ahead = TOO_OLD
    assert await bot.publisher.find_message(job) is None


async def test_a_history_that_we_may_read_is_believed(
    discord: DiscordStandIn, bot: PublishingBot, job: Job
) -> None:
    bot.ahead = OLD
    assert await bot.publisher.find_message(replace(job, id=JobId("never"))) is None


async def test_a_lost_first_answer_is_found_by_its_token(
    bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    forgotten = replace(job, address=replace(job.address, message_id=None))
    assert await bot.publisher.find_message(forgotten) == drawing.shown.id


async def test_with_a_dead_token_it_is_found_in_the_channel(
    discord: DiscordStandIn, bot: PublishingBot, job: Job
) -> None:
    other = await discord.slash("draw", {"prompt": "answered first, asked last"})
    later = await bot.drawn(other)
    for _ in range(120):
        discord.say("meanwhile")
    earlier = job.address.interaction_id - 1
    forgotten = replace(
        later, address=replace(later.address, interaction_id=earlier, message_id=None)
    )
    other.expire()
    assert await bot.publisher.find_message(forgotten) == other.shown.id


async def test_an_answer_that_never_came_is_not_found(
    discord: DiscordStandIn, bot: PublishingBot, drawing: Invocation, job: Job
) -> None:
    discord.registry.delete(drawing.shown)
    assert await bot.publisher.find_message(job) is None
    bot.ahead = OLD
    assert await bot.publisher.find_message(job) is None


async def test_while_discord_is_away_it_cannot_be_told(
    discord: DiscordStandIn, bot: PublishingBot, job: Job
) -> None:
    discord.faults.add(method="GET", path=WEBHOOK, drop=True, times=None)
    with pytest.raises(DeliveryError):
        await bot.publisher.find_message(job)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"{}", b'{"id": null}', b'{"id": "x"}'])
async def test_an_answer_about_the_first_answer_that_cannot_be_read_does_not_tell(
    discord: DiscordStandIn, bot: PublishingBot, job: Job, body: bytes
) -> None:
    discord.faults.add(method="GET", path=WEBHOOK, body=body)
    with pytest.raises(DeliveryError):
        await bot.publisher.find_message(job)
    assert await bot.publisher.find_message(job) == job.address.message_id
