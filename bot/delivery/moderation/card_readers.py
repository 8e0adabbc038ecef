"""Look who reads the cards that show originals: a channel may be opened to members at any time.

Discord tells of channels and roles as they change. What changed while we were away is seen at a
start, and whatever else we did not hear of within a minute.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.delivery.audience import may_view
from bot.jobs.loops import Loops

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

    from bot.domain.ports import CardStore
    from bot.jobs.clock import Clock

LOOK_AGAIN = 60.0
"""Seconds after which all is looked at that nobody told us of."""

GATHER = 0.3
"""Seconds in which changes are gathered: a role may change in many channels at once."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class CardReaders:
    """Has cards veiled whose channels members read; ``run`` wants a task of its own."""

    def __init__(
        self,
        client: discord.Client,
        store: CardStore,
        clock: Clock,
        news: asyncio.Event,
        *,
        sees_originals: Callable[[object], bool],
    ) -> None:
        """See channels as ``client`` knows them; ``news`` wakes whoever shows cards."""
        self._client = client
        self._store = store
        self._clock = clock
        self._news = news
        self._sees_originals = sees_originals
        self._changed = asyncio.Event()

    def look_again(self, _: int | None = None) -> None:
        """Look soon, since others may read a channel than before."""
        self._changed.set()

    async def run(self) -> None:
        """Look until cancelled."""
        await Loops(self._clock).repeat("card readers", LOOK_AGAIN, self._work, self._changed)

    async def _work(self) -> None:
        await self._clock.wait(GATHER)
        for guild_id, channel_id in await self._store.showing():
            guild = self._client.get_guild(guild_id)
            if guild is None or guild.unavailable:  # another process knows, or nobody yet
                continue
            channel = guild.get_channel_or_thread(channel_id)
            # One that is hidden from us is looked at when we are let in: till then nothing helps.
            if self._sees_originals(channel) or not may_view(channel):
                continue
            veiled = await self._store.veil(channel_id, now=self._clock.now())
            log.info("cards.veiled", guild=guild_id, channel=channel_id, cards=veiled)
            self._news.set()
