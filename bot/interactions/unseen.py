"""Channels that the cache lacks: what Discord says of them, and who is in a private thread."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
import structlog

from bot.domain.ports import Missing
from bot.interactions.places import NO_ANSWER

if TYPE_CHECKING:
    from bot.domain.ids import PlaceId, UserId

ASK_SECONDS = 0.8
"""For a question: more follows it before a command is answered."""

MOST_KNOWN = 5000
"""Answers that are remembered."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


Found = discord.abc.GuildChannel | discord.Thread | Missing


class Unseen:
    """Asks Discord, and remembers what cannot change: of what a thread is one, and what is gone."""

    def __init__(self, client: discord.Client) -> None:
        """Take the client, logged in."""
        self._client = client
        self._known: dict[PlaceId, discord.Thread | Missing] = {}

    def known(self, place: PlaceId) -> discord.Thread | Missing | None:
        """Return what was found before; None where nothing was."""
        return self._known.get(place)

    async def find(self, place: PlaceId) -> Found:
        """Return a channel or thread, or why there is none."""
        try:
            async with asyncio.timeout(ASK_SECONDS):
                found = await self._client.fetch_channel(place)
        except discord.NotFound as error:
            if not error.code:  # not Discord's own words
                return Missing.UNKNOWN
            return self._remembered(place, Missing.GONE)
        except (*NO_ANSWER, discord.InvalidData, KeyError, TypeError, ValueError) as error:
            log.info("channel.unknown", channel=place, why=type(error).__name__)
            return Missing.UNKNOWN
        if isinstance(found, discord.Thread):
            self._remembered(place, found)
            return found
        return found if isinstance(found, discord.abc.GuildChannel) else Missing.UNKNOWN

    async def has_member(self, thread: discord.Thread, member: UserId) -> bool | None:
        """Return whether somebody is in a thread; None where that cannot be told for now."""
        try:
            async with asyncio.timeout(ASK_SECONDS):
                await self._client.http.get_thread_member(thread.id, member)
        except discord.NotFound as error:
            return False if error.code else None
        except NO_ANSWER as error:
            log.info("thread.members_unknown", thread=thread.id, why=type(error).__name__)
            return None
        return True

    def _remembered(self, place: PlaceId, found: discord.Thread | Missing) -> Found:
        while len(self._known) >= MOST_KNOWN:
            del self._known[next(iter(self._known))]
        self._known[place] = found
        return found
