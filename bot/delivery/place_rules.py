"""The rules of a place at this moment, for whatever is shown there once more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.ids import PlaceId
from bot.domain.policy import strictest
from bot.domain.ports import Unplaced

if TYPE_CHECKING:
    from bot.domain.ids import GuildId
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.ports import Places, PolicyBook


class PlaceRules:
    """Known or asked, never guessed; where it cannot be told, the strictest that may apply."""

    def __init__(self, policies: PolicyBook, places: Places) -> None:
        """Ask ``places`` where a channel stands, and ``policies`` what holds there."""
        self._policies = policies
        self._places = places

    async def in_channel(self, guild_id: GuildId, channel_id: int) -> Policy:
        """Return the policy in force in a channel or thread."""
        placed = await self._places.of(guild_id, channel_id)
        if isinstance(placed, Unplaced):
            return await self._policies.strictest(guild_id, [PlaceId(channel_id)])
        return await self._policies.in_force(guild_id, placed)

    async def of_job(self, job: Job) -> Policy:
        """Return the policy in force where the message of a job stands."""
        return await self.in_channel(job.guild_id, job.address.channel_id)

    async def elsewhere(self, job: Job, channel_id: int) -> Policy:
        """Return the policy of a channel for images of a job that stand in another.

        Files tell no settings there that they may not tell in their own channel.
        """
        policy = await self.in_channel(job.guild_id, channel_id)
        if not policy.metadata:
            return policy
        own = await self.of_job(job)
        return replace(policy, metadata=own.metadata)

    async def outside(self, guild_id: GuildId, channel_id: int) -> Policy:
        """Return the policy for what leaves a channel and its server: the strictest of both."""
        here = await self.in_channel(guild_id, channel_id)
        return strictest([here, await self._policies.in_force(guild_id, [PlaceId(guild_id)])])
