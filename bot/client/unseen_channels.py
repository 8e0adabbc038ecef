"""Channels that the cache lacks, as moderation asks about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import discord

    from bot.domain.ids import PlaceId, UserId
    from bot.domain.ports import Missing


class UnseenChannels(Protocol):
    """Channels that the cache lacks."""

    def known(self, place: PlaceId, /) -> discord.Thread | Missing | None:
        """Return what was found before; None where nothing was."""
        ...

    async def find(self, place: PlaceId, /) -> discord.abc.GuildChannel | discord.Thread | Missing:
        """Return a channel or thread, or why there is none."""
        ...

    async def has_member(self, thread: discord.Thread, member: UserId, /) -> bool | None:
        """Return whether somebody is in a thread; None where that cannot be told for now."""
        ...
