"""Where a channel stands, as discord.py really knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.ids import GuildId
from bot.interactions.places import is_age_restricted, places_of
from bot.playground.discord import DiscordStandIn
from bot.playground.discord.places import THREAD
from tests.wire.publishing_bot import publishing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.wire.publishing_bot import PublishingBot


@pytest.fixture
async def discord() -> AsyncIterator[DiscordStandIn]:
    async with DiscordStandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def bot(discord: DiscordStandIn) -> AsyncIterator[PublishingBot]:
    async with publishing(discord) as running:
        yield running


async def test_places_are_nearest_first(discord: DiscordStandIn, bot: PublishingBot) -> None:
    world = discord.world
    guild = GuildId(world.guild.id)
    expected = {
        world.thread.id: (world.thread.id, world.art.id, world.category.id, guild),
        world.art.id: (world.art.id, world.category.id, guild),
        world.category.id: (world.category.id, guild),
    }
    found = {place: places_of(bot.get_channel(place), guild) for place in expected}
    assert found == expected


async def test_only_what_is_marked_is_age_restricted(
    discord: DiscordStandIn, bot: PublishingBot
) -> None:
    world = discord.world
    adult = world.adult_channel
    thread = await discord.keeper.add_channel(world.guild, "late", kind=THREAD, parent=adult)
    await eventually(lambda: bot.get_channel(thread.id))
    for place in (adult, thread):
        assert is_age_restricted(bot.get_channel(place.id))
    for place in (world.channel, world.thread, world.category):
        assert not is_age_restricted(bot.get_channel(place.id))


async def test_what_is_not_known_is_not_age_restricted(
    discord: DiscordStandIn, bot: PublishingBot
) -> None:
    assert not is_age_restricted(None)
    assert not is_age_restricted(bot.get_partial_messageable(discord.world.adult_channel.id))
