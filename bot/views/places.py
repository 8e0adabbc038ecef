"""Where a channel stands: whose policies apply to it, and whether it is for adults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.domain.ids import PlaceId

if TYPE_CHECKING:
    from bot.domain.ids import GuildId

UNPLACED = "I can't see where this channel stands yet. Try again in a moment."
"""To whom asks something of a place of which ``is_placed`` is not true."""


def places_of(channel: object, guild_id: GuildId) -> tuple[PlaceId, ...]:
    """Return whose policies apply in a channel, nearest first: thread, channel, category, guild.

    Args:
        channel: Whatever discord.py knows of the channel; None, or a thread whose channel is
            not known, leaves out what cannot be told.
        guild_id: Always the last.

    """
    found: list[int | None] = []
    if isinstance(channel, discord.Thread):
        found = [channel.id, channel.parent_id]
        channel = channel.parent
    if isinstance(channel, discord.abc.GuildChannel):
        found += [channel.id, channel.category_id]
    elif not found:
        found.append(getattr(channel, "id", None))
    ids = [place for place in found if place is not None] + [int(guild_id)]
    return tuple(PlaceId(place) for place in dict.fromkeys(ids))


def is_placed(channel: object) -> bool:
    """Whether ``places_of`` can tell all: a channel is known, and of a thread its channel too."""
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    return channel is not None


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
