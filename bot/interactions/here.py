"""Where somebody acts: in which server, and by which policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ids import GuildId
from bot.errors import RefusedError
from bot.explaining import NOT_HERE
from bot.interactions.places import UNPLACED

if TYPE_CHECKING:
    from typing import Any

    import discord

    from bot.discord_bot import Darkroom
    from bot.domain.policy import Policy


def guild_of(interaction: discord.Interaction[Any]) -> GuildId:
    """Return the server somebody acts in.

    Raises:
        RefusedError: there is none.

    """
    if interaction.guild_id is None:
        raise RefusedError(NOT_HERE)
    return GuildId(interaction.guild_id)


async def policy_here(interaction: discord.Interaction[Darkroom]) -> Policy:
    """Return the policy in force where somebody acts.

    Raises:
        RefusedError: not in a server, or it cannot be told for now.

    """
    guild_id, services = guild_of(interaction), interaction.client.services
    if interaction.channel_id is None:
        raise RefusedError(UNPLACED)
    places = await services.places.here(guild_id, interaction.channel_id)
    return await services.policies.in_force(guild_id, places)
