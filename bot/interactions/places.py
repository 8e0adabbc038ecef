"""Where a channel stands: whose policies apply to it, and whether it is for adults."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import aiohttp
import discord
import structlog

from bot.domain.ids import PlaceId
from bot.domain.ports import Unplaced
from bot.errors import RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.ids import GuildId

ASK_SECONDS = 1.5
"""For what the cache does not know: a command must be answered within 3 s."""

THREADS = frozenset({10, 11, 12})
"""Types: https://docs.discord.com/developers/resources/channel#channel-object-channel-types"""

NO_ANSWER = (discord.HTTPException, aiohttp.ClientError, TimeoutError, OSError)
"""What discord.py raises where Discord is away, or answers with anything else."""

UNPLACED = text("refused.unplaced")
"""To whom asks something of a place that cannot be told for now."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class DiscordPlaces:
    """Asks the cache while it is fresh, and Discord where it is not."""

    def __init__(self, client: discord.AutoShardedClient) -> None:
        """Take the client, logged in."""
        self._client = client

    async def of(self, guild_id: GuildId, channel_id: int) -> tuple[PlaceId, ...] | Unplaced:
        """Return whose policies apply in a channel, nearest first."""
        if self._is_fresh(guild_id) and is_placed(cached := self._cached(guild_id, channel_id)):
            return places_of(cached, guild_id)
        try:
            async with asyncio.timeout(ASK_SECONDS):
                return await self._asked(guild_id, channel_id)
        except (discord.Forbidden, discord.NotFound) as error:
            log.info("place.out_of_sight", channel=channel_id, code=error.code)
            return Unplaced.FOR_GOOD if error.code else Unplaced.FOR_NOW
        except (*NO_ANSWER, KeyError, TypeError, ValueError) as error:
            log.info("place.unknown", channel=channel_id, why=type(error).__name__)
            return Unplaced.FOR_NOW

    async def here(self, guild_id: GuildId, channel_id: int) -> tuple[PlaceId, ...]:
        """Return whose policies apply to a command of this moment.

        Raises:
            RefusedError: it cannot be told for now.

        """
        places = await self.of(guild_id, channel_id)
        if isinstance(places, Unplaced):
            raise RefusedError(UNPLACED)
        return places

    def _is_fresh(self, guild_id: GuildId) -> bool:
        """Whether news of the guild reach us: a channel may have moved while they did not."""
        shards = self._client.shard_count or 1
        shard = self._client.get_shard((guild_id >> 22) % shards)
        return shard is not None and not shard.is_closed()

    def _cached(self, guild_id: GuildId, channel_id: int) -> object:
        """Return what is known of a channel; discord.py itself would go through every guild."""
        guild = self._client.get_guild(guild_id)
        return guild and guild.get_channel_or_thread(channel_id)

    async def _asked(self, guild_id: GuildId, channel_id: int) -> tuple[PlaceId, ...]:
        found: list[int] = [channel_id]
        channel = await self._channel(channel_id)
        if channel.get("type") in THREADS:
            found.append(int(channel["parent_id"]))
            cached = self._cached(guild_id, found[-1])
            if self._is_fresh(guild_id) and is_placed(cached):
                return (PlaceId(channel_id), *places_of(cached, guild_id))
            channel = await self._channel(found[-1])
        if parent := channel["parent_id"]:
            found.append(int(parent))
        if int(channel["guild_id"]) != guild_id:
            raise ValueError("the channel is in another guild")
        return tuple(map(PlaceId, [*found, guild_id]))

    async def _channel(self, channel_id: int) -> Mapping[str, Any]:
        channel: object = await self._client.http.get_channel(channel_id)
        if not isinstance(channel, dict):  # discord.py returns the text of what is no JSON
            raise TypeError("the answer is no channel")
        return cast("Mapping[str, Any]", channel)


def places_of(channel: object, guild_id: GuildId) -> tuple[PlaceId, ...]:
    """Return whose policies apply in a channel, nearest first: thread, channel, category, guild.

    Args:
        channel: What discord.py knows of the channel; ``is_placed``.
        guild_id: Always the last.

    """
    found: list[int | None] = []
    if isinstance(channel, discord.Thread):
        found = [channel.id, channel.parent_id]
        channel = channel.parent
    if isinstance(channel, discord.abc.GuildChannel):
        found += [channel.id, channel.category_id]
    ids = [place for place in found if place is not None] + [int(guild_id)]
    return tuple(PlaceId(place) for place in dict.fromkeys(ids))


def is_placed(channel: object) -> bool:
    """Whether ``places_of`` can tell all: a channel is known, and of a thread its channel too."""
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    return isinstance(channel, discord.abc.GuildChannel)


def open_channel(channel: object) -> discord.abc.GuildChannel | None:
    """Return the channel whose permissions say who reads what is written somewhere.

    None for a private thread, whose members alone do, and for what is not known.
    """
    if isinstance(channel, discord.Thread):
        channel = None if channel.is_private() else channel.parent
    return channel if isinstance(channel, discord.abc.GuildChannel) else None


def is_age_restricted(channel: object) -> bool:
    """Whether a channel is marked for adults; what is not known is not.

    A thread is what its channel is. A guild may be age-restricted as a whole.
    """
    guild = getattr(channel, "guild", None)
    if isinstance(guild, discord.Guild) and guild.nsfw_level is discord.NSFWLevel.age_restricted:
        return True
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    return bool(getattr(channel, "nsfw", False))
