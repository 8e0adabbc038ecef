"""Tell what happened in the channels that servers name for it: in batches, and nobody is pinged.

How far is told stands in the database. A batch that may have been posted is posted again with the
same entries and the same nonce, of which Discord makes one message for some minutes: after a lost
answer that is in time, after a longer absence a batch may come twice, but none is left out.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.delivery.audience import is_for_moderators, language_of
from bot.delivery.posts import Post, posted
from bot.domain.ids import PlaceId
from bot.errors import DeliveryError, MessageGoneError
from bot.views.moderation.audit import log_view

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import discord

    from bot.domain.ids import GuildId
    from bot.domain.policy import Policy
    from bot.domain.ports import AuditLogStore, LogBatch, PolicyBook

SECONDS = 5.0
"""Between two looks, and between two messages in one channel."""

LEASE = timedelta(seconds=30)
"""How long a batch is claimed for; longer than one attempt takes."""

PAUSE = timedelta(minutes=1)
"""Before a missing channel is tried again: Discord bans clients that insist on what it refuses."""

TOGETHER = 8
"""Servers that are told at once."""

MOST_CLOSED = 1000
"""Channels that are remembered as closed, so that the log says so once."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class AuditLog:
    """Posts new entries to the log channels; call ``work`` again and again."""

    def __init__(
        self,
        client: discord.Client,
        store: AuditLogStore,
        policies: PolicyBook,
        now: Callable[[], datetime],
    ) -> None:
        """Post by ``client`` what ``store`` has to tell."""
        self._client = client
        self._store = store
        self._policies = policies
        self._now = now
        self._closed: set[int] = set()

    async def work(self) -> None:
        """Tell all that is to be told now."""
        while news := await self._store.news():
            wanted = [each for each in news.first if (await self._policy(each)).log_channel]
            await self._store.note(news, wanted, now=self._now())
        while True:
            now = self._now()
            batches = await self._store.take(now=now, until=now + LEASE, limit=TOGETHER)
            if not batches:
                return
            async with asyncio.TaskGroup() as telling:
                for batch in batches:
                    telling.create_task(self._tell(batch))

    async def _tell(self, batch: LogBatch) -> None:
        guild_id, policy = batch.guild_id, await self._policy(batch.guild_id)
        channel_id = policy.log_channel
        if channel_id is None:
            await self._store.skip(guild_id, due=self._now())
            return
        try:
            await self._post(batch, channel_id, policy)
        except MessageGoneError as error:
            self._say_closed(channel_id, str(error))
            await self._store.skip(guild_id, due=self._now() + PAUSE)
        except DeliveryError as error:
            wait = timedelta(seconds=max(error.retry_after or 0.0, SECONDS))
            log.info("audit.later", guild=guild_id, channel=channel_id, why=str(error))
            await self._store.postpone(guild_id, due=self._now() + wait)
        else:
            self._closed.discard(channel_id)
            await self._store.done(batch, due=self._now() + timedelta(seconds=SECONDS))

    async def _post(self, batch: LogBatch, channel_id: int, policy: Policy) -> None:
        guild = self._client.get_guild(batch.guild_id)
        locale = language_of(self._client, batch.guild_id, policy)
        channel = guild.get_channel(channel_id) if guild else None
        view = log_view(batch.told, locale, for_members=not is_for_moderators(channel))
        await posted(self._client, channel_id, Post(view, ()), once=batch.name)

    async def _policy(self, guild_id: GuildId) -> Policy:
        return await self._policies.in_force(guild_id, [PlaceId(guild_id)])

    def _say_closed(self, channel_id: int, why: str) -> None:
        if channel_id not in self._closed and len(self._closed) < MOST_CLOSED:
            self._closed.add(channel_id)
            log.warning("audit.channel_closed", channel=channel_id, why=why)
