"""Where somebody acts: in which server, and by which policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.client.explaining import NOT_HERE
from bot.domain.ids import GuildId
from bot.errors import RefusedError
from bot.interactions.places import UNPLACED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from bot.client.discord_bot import Darkroom
    from bot.domain.ids import PlaceId
    from bot.domain.policy import Policy


def guild_of(interaction: discord.Interaction[Any]) -> GuildId:
    """Return the server somebody acts in.

    Raises:
        RefusedError: there is none.

    """
    if interaction.guild_id is None:
        raise RefusedError(NOT_HERE)
    return GuildId(interaction.guild_id)


def roles_of(user: discord.User | discord.Member) -> frozenset[int]:
    """Return the roles of whoever acts, as the interaction tells them."""
    roles = user.roles if isinstance(user, discord.Member) else ()
    return frozenset(role.id for role in roles)


async def policy_of(
    interaction: discord.Interaction[Darkroom], guild_id: GuildId, places: Sequence[PlaceId]
) -> Policy:
    """Return the policy for whoever acts: that of the place, and what their roles give."""
    services = interaction.client.services
    policy = await services.policies.in_force(guild_id, places)
    return await services.tiers.over(policy, guild_id, roles_of(interaction.user))


async def policy_here(interaction: discord.Interaction[Darkroom]) -> Policy:
    """Return the policy for somebody where they act.

    Raises:
        RefusedError: not in a server, or it cannot be told for now.

    """
    guild_id, services = guild_of(interaction), interaction.client.services
    if interaction.channel_id is None:
        raise RefusedError(UNPLACED)
    places = await services.places.here(guild_id, interaction.channel_id)
    return await policy_of(interaction, guild_id, places)
