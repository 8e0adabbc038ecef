"""Which place a policy command is about, what it inherits from, and how it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord.app_commands import AppCommandThread

from bot.domain.ids import GuildId, PlaceId
from bot.errors import RefusedError
from bot.interactions.here import guild_of
from bot.interactions.places import UNPLACED, is_age_restricted
from bot.texts.text import text

if TYPE_CHECKING:
    from discord.app_commands import AppCommandChannel

    from bot.texts.text import Text

SERVER = text("policy.source.server")


@dataclass(frozen=True, slots=True)
class Target:
    """A place that a policy may be set on."""

    guild_id: GuildId
    heading: Text
    chain: tuple[tuple[PlaceId, Text], ...]
    """The place itself, then what it inherits from, each with what it is called."""
    age_restricted: bool

    @property
    def place(self) -> PlaceId:
        """The place itself."""
        return self.chain[0][0]

    @property
    def places(self) -> tuple[PlaceId, ...]:
        """The whole chain, nearest first."""
        return tuple(place for place, _ in self.chain)


def target_of(
    interaction: discord.Interaction[Any], channel: AppCommandChannel | AppCommandThread | None
) -> Target:
    """Return the place meant: ``channel`` with all above it, or the whole server.

    Raises:
        RefusedError: not in a server, or of a thread the channel is not known yet.

    """
    guild_id = guild_of(interaction)
    server = (PlaceId(guild_id), SERVER)
    if channel is None:
        guild = interaction.guild
        adult = guild is not None and guild.nsfw_level is discord.NSFWLevel.age_restricted
        return Target(guild_id, text("policy.heading.server"), (server,), adult)
    category = text("policy.source.category")
    above: list[tuple[int | None, Text]]
    if isinstance(channel, AppCommandThread):
        parent = channel.parent
        if parent is None:
            raise RefusedError(UNPLACED)
        above = [(parent.id, text("policy.source.channel")), (parent.category_id, category)]
        own, adult = text("policy.source.this_thread"), is_age_restricted(parent)
    else:
        above = [(channel.category_id, category)]
        is_category = channel.type is discord.ChannelType.category
        this_category = text("policy.source.this_category")
        own = this_category if is_category else text("policy.source.this_channel")
        adult = bool(channel.nsfw)
    known = tuple((PlaceId(place), words) for place, words in above if place)
    chain = ((PlaceId(channel.id), own), *known, server)
    heading = text("policy.heading.place", place=f"<#{channel.id}>")
    return Target(guild_id, heading, chain, adult)
