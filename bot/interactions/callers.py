"""Who asks and where, read from an interaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.client.readers import locale_here, locale_of
from bot.domain.ids import UserId
from bot.domain.job import Address
from bot.errors import RefusedError
from bot.interactions.here import guild_of, roles_of
from bot.interactions.permissions import check_permissions
from bot.interactions.places import UNPLACED, is_age_restricted
from bot.jobs.new_job import Caller

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom


async def caller_of(interaction: discord.Interaction[Darkroom], *, private: bool) -> Caller:
    """Read who asks and where, once the bot is known to be allowed to post there.

    Args:
        interaction: The command's.
        private: Whether they alone will read the answer. What all read is in the server's language
            till the policy of the place is known.

    Raises:
        RefusedError: not in a server, the bot lacks a permission in this channel, or it cannot
            be told for now whose policies apply there.

    """
    guild_id = guild_of(interaction)
    if interaction.channel_id is None:
        raise RefusedError(UNPLACED)
    is_thread = isinstance(interaction.channel, discord.Thread)
    check_permissions(interaction.app_permissions, is_thread=is_thread)
    readers = await locale_of(interaction) if private else locale_here(interaction, None)
    return Caller(
        user_id=UserId(interaction.user.id),
        guild_id=guild_id,
        places=await interaction.client.services.places.here(guild_id, interaction.channel_id),
        address=Address(
            application_id=interaction.application_id,
            interaction_id=interaction.id,
            token=interaction.token,
            channel_id=interaction.channel_id,
            size_limit=interaction.filesize_limit,
            locale=readers,
        ),
        age_restricted=is_age_restricted(interaction.channel),
        roles=roles_of(interaction.user),
    )
