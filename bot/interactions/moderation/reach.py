"""Where somebody moderates: the one place that decides who may see and do what of moderation.

They need View Channel and Manage Messages where something stands, by their roles and by what the
channel says; a thread is as its channel is, and in a private one they are a member or have Manage
Threads. What stands nowhere, or where nothing is any more, concerns the whole server. What cannot
be told is not theirs.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import discord

from bot.domain.ids import GuildId, PlaceId, UserId
from bot.domain.moderation.within import Within
from bot.domain.ports import Missing
from bot.errors import RefusedError
from bot.interactions.places import places_of
from bot.texts.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.client.discord_bot import Darkroom
    from bot.domain.moderation.within import Stands
    from bot.interactions.unseen import Found

MOST_PLACES = 10_000
"""Of a server, the newest: what stands in older ones is for administrators."""

MOST_ASKED = 12
"""Channels that Discord is asked about for one page; what it says is remembered for the next."""

UNKNOWN = text("moderating.unknown")

_MODERATES = discord.Permissions(view_channel=True, manage_messages=True)


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a server a list may tell a moderator."""

    within: Within | None
    """None is everything."""
    at_large: bool = True
    """Whether they moderate the whole server, and not only some channels."""
    is_partial: bool = False
    """Whether it could not be told of every place, which is then left out."""

    def narrowed(self, places: frozenset[PlaceId]) -> Sight:
        """Return what of it stands in some places."""
        within = self.within
        return replace(self, within=Within(places if within is None else places & within.places))

    def notes(self) -> list[Text]:
        """Return what whoever reads the list has to know of it."""
        notes = list[Text]()
        if self.within is not None and not self.at_large:
            notes.append(text("moderating.limited"))
        if self.is_partial:
            notes.append(text("moderating.partial"))
        return notes


class Reach:
    """The places of a server that a member moderates, as far as roles and channels say now."""

    def __init__(
        self, interaction: discord.Interaction[Darkroom], member: discord.User | discord.Member
    ) -> None:
        """Look from where somebody acts.

        Args:
            interaction: Theirs.
            member: Whose reach it is: theirs, or somebody's they name.

        Raises:
            RefusedError: the roles of the server, or of the member, are not known for now.

        """
        guild = interaction.guild
        if guild is None or not isinstance(member, discord.Member) or not guild.roles:
            raise RefusedError(UNKNOWN)
        self._unseen = interaction.client.services.moderation.unseen
        self._guild = guild
        self._member = member
        own = member.guild_permissions
        self.is_whole = own.administrator
        """Whether they see and may do everything."""
        self._allowed: dict[int, discord.Permissions] = {}
        is_theirs = member.id == interaction.user.id
        self._here = interaction.channel_id if is_theirs else None
        self._moderates_here = interaction.permissions.manage_messages
        self._told = is_theirs and self._moderates_here and not _gives(interaction.channel)
        """Whether Discord's own word is that they moderate the whole server: they do where they
        are, and not by what the channel says. A role may have been changed a moment ago."""
        self.at_large = own.manage_messages or own.manage_guild or self._told
        """Whether they moderate what concerns the whole server."""

    async def covers(self, place: PlaceId | None, stood: Sequence[PlaceId] = ()) -> bool | None:
        """Return whether something is for them; None where it cannot be told for now.

        Args:
            place: Where it stands.
            stood: What that place stood in when it was made there, nearest first, if known.

        """
        judged = self._judged(place, stood)
        return await self._asked(place, stood) if judged is None and place else judged

    async def sight(self, stands: Stands) -> Sight:
        """Return what a list may tell them, of places that there is anything of."""
        if self.is_whole:
            return Sight(None)
        judged = {place: self._judged(place, stood) for place, stood in stands.items()}
        doubts = [place for place, it in judged.items() if it is None]
        asked = doubts[:MOST_ASKED]
        said = await asyncio.gather(*(self._asked(place, stands[place]) for place in asked))
        judged |= dict(zip(asked, said, strict=True))
        within = Within(frozenset(it for it in judged if judged[it]), at_large=self.at_large)
        is_partial = None in judged.values()
        return Sight(within, at_large=self.at_large, is_partial=is_partial)

    def inside(self, around: PlaceId, stands: Stands) -> frozenset[PlaceId]:
        """Return a channel with its threads, or a category with all in it; of known places."""
        return frozenset({around, *self._inside(around, stands)})

    def _inside(
        self, around: PlaceId, stands: Mapping[PlaceId, Sequence[PlaceId]]
    ) -> Iterable[PlaceId]:
        for place, stood in stands.items():
            known = self._cached(place)
            is_known = known is not None and not isinstance(known, Missing)
            if around in (places_of(known, GuildId(self._guild.id)) if is_known else stood):
                yield place

    def _cached(self, place: PlaceId) -> Found | None:
        return self._guild.get_channel_or_thread(place) or self._unseen.known(place)

    def _judged(self, place: PlaceId | None, stood: Sequence[PlaceId]) -> bool | None:
        """Return whether a place is theirs; None where Discord has to be asked."""
        if self.is_whole:
            return True
        if place is None or place == self._guild.id:
            return self.at_large
        if place == self._here:
            return self._moderates_here
        return self._judged_as(self._cached(place), stood)

    def _judged_as(self, found: Found | None, stood: Sequence[PlaceId]) -> bool | None:
        match found:
            case discord.Thread():
                return self._in_thread(found.parent, is_open=not found.is_private())
            case discord.abc.GuildChannel():
                return self._may(found).manage_messages
            case _:
                return self._in_lost(found, stood)

    def _in_lost(self, found: Missing | None, stood: Sequence[PlaceId]) -> bool | None:
        """Judge a place of which is known, at most, what it stood in."""
        parent = self._guild.get_channel(stood[1]) if len(stood) > 1 else None
        if parent is not None and not isinstance(parent, discord.CategoryChannel):
            # A thread of that channel, which may have been a private one.
            judged = self._in_thread(parent, is_open=False)
            return False if judged is None and found is Missing.GONE else judged
        return self.at_large if found is Missing.GONE else None

    def _in_thread(self, parent: object, *, is_open: bool) -> bool | None:
        """Judge a thread; None where they have to be in it."""
        if not isinstance(parent, discord.abc.GuildChannel):
            return None
        allowed = self._may(parent)
        if not allowed.manage_messages:
            return False
        return True if is_open or allowed.manage_threads else None

    def _may(self, channel: discord.abc.GuildChannel) -> discord.Permissions:
        """Return what they may do in a channel; nothing, where they do not see it.

        It is reckoned once for all its threads, of which there may be thousands.
        """
        if channel.id not in self._allowed:
            self._allowed[channel.id] = self._reckoned(channel)
        return self._allowed[channel.id]

    def _reckoned(self, channel: discord.abc.GuildChannel) -> discord.Permissions:
        allowed = channel.permissions_for(self._member)
        if self._told and not _takes(channel):
            return allowed | _MODERATES
        return allowed if allowed.view_channel else discord.Permissions.none()

    async def _asked(self, place: PlaceId, stood: Sequence[PlaceId]) -> bool | None:
        found = self._cached(place) or await self._unseen.find(place)
        if isinstance(found, Missing) and found is Missing.UNKNOWN:
            return None
        if not isinstance(found, Missing) and found.guild.id != self._guild.id:
            return False
        judged = self._judged_as(found, stood)
        if judged is None and isinstance(found, discord.Thread) and found.parent is not None:
            return await self._unseen.has_member(found, UserId(self._member.id))
        return judged


def _gives(channel: object) -> bool:
    """Whether a channel may give somebody what a moderator needs; so it may, if it is not known.

    To see a channel that lets nobody in by itself, the server has to let one see channels.
    """
    home = channel.parent if isinstance(channel, discord.Thread) else channel
    if not isinstance(home, discord.abc.GuildChannel):
        return True
    return any(it.view_channel or it.manage_messages for it in home.overwrites.values())


def _takes(channel: discord.abc.GuildChannel) -> bool:
    """Whether a channel takes from somebody what a moderator of it needs."""
    said = channel.overwrites.values()
    return any(False in {it.view_channel, it.manage_messages} for it in said)
