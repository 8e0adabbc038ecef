"""Which place a policy command is about, what it inherits from, and how it is called."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord
from discord.app_commands import AppCommandThread

from bot.domain.ids import GuildId, PlaceId
from bot.errors import RefusedError
from bot.interactions.here import guild_of
from bot.interactions.places import UNPLACED, is_age_restricted
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discord.app_commands import AppCommandChannel

    from bot.texts.text import Text

SERVER = text("policy.source.server")
CATEGORY = text("policy.source.category")
CHANNEL = text("policy.source.channel")
THIS_THREAD = text("policy.source.this_thread")
THIS_CHANNEL = text("policy.source.this_channel")
THIS_CATEGORY = text("policy.source.this_category")


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
    def above(self) -> Target:
        """The same without the place itself: what it inherits from, which may be nothing."""
        return replace(self, chain=self.chain[1:])

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
    if channel is None:
        guild = interaction.guild
        adult = guild is not None and guild.nsfw_level is discord.NSFWLevel.age_restricted
        server = ((PlaceId(guild_id), SERVER),)
        return Target(guild_id, text("policy.heading.server"), server, adult)
    if isinstance(channel, AppCommandThread):
        if channel.parent is None:
            raise RefusedError(UNPLACED)
        return _of_thread(guild_id, channel.id, channel.parent)
    category = channel.type is discord.ChannelType.category
    own = THIS_CATEGORY if category else THIS_CHANNEL
    above = [(channel.category_id, CATEGORY)]
    return _target(guild_id, (channel.id, own), above, adult=bool(channel.nsfw))


def target_at(interaction: discord.Interaction[Any], place: PlaceId) -> Target:
    """Return a place of the server somebody acts in, of which less is known if it is gone.

    Raises:
        RefusedError: not in a server.

    """
    guild_id = guild_of(interaction)
    if place == PlaceId(guild_id):
        return target_of(interaction, None)
    channel = interaction.guild.get_channel_or_thread(place) if interaction.guild else None
    if isinstance(channel, discord.Thread) and channel.parent is not None:
        return _of_thread(guild_id, channel.id, channel.parent)
    is_category = isinstance(channel, discord.CategoryChannel)
    own = THIS_CATEGORY if is_category else THIS_CHANNEL
    above = [(getattr(channel, "category_id", None), CATEGORY)]
    return _target(guild_id, (place, own), above, adult=is_age_restricted(channel))


def _of_thread(guild_id: GuildId, thread: int, parent: discord.abc.GuildChannel) -> Target:
    above = [(parent.id, CHANNEL), (parent.category_id, CATEGORY)]
    return _target(guild_id, (thread, THIS_THREAD), above, adult=is_age_restricted(parent))


def _target(
    guild_id: GuildId,
    own: tuple[int, Text],
    above: Sequence[tuple[int | None, Text]],
    *,
    adult: bool,
) -> Target:
    known = [(PlaceId(place), words) for place, words in above if place]
    chain = ((PlaceId(own[0]), own[1]), *known, (PlaceId(guild_id), SERVER))
    heading = text("policy.heading.place", place=f"<#{own[0]}>")
    return Target(guild_id, heading, chain, adult)
