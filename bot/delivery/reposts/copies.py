"""Take copies of an image away when it is: noted before they are sent, found after a crash."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from discord import Object
from discord.http import Route

from bot.delivery.posts import MESSAGE, strictly_remove
from bot.delivery.reposts.showcased import found
from bot.errors import (
    DeliveryError,
    MessageGoneError,
    OutOfReachError,
    RefusedError,
    StoreError,
    ThreadClosedError,
)
from bot.jobs.loops import Loops
from bot.views.moderation.audit import deletion_reason

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import discord

    from bot.domain.copies import Copy
    from bot.domain.job import Job
    from bot.domain.ports import CopyStore, JobStore
    from bot.jobs.clock import Clock

LOOK_AGAIN = 60.0
"""Seconds after which copies are looked for that nobody told us of."""

LEASE = timedelta(minutes=1)
"""For so long nobody else takes one up; longer than an attempt to take it away takes."""

SENDING = timedelta(minutes=3)
"""Longer than all attempts to send one take: what was not told by then is looked for."""

PAUSE = timedelta(seconds=20)
"""Before Discord is asked again, where it does not say when."""

HIDDEN = timedelta(hours=1)
"""Before one is tried again that stands where we may not go for now."""

HIDDEN_FOR = timedelta(days=7)
"""In which we may be let in again."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(slots=True)
class Sending:
    """A copy on its way."""

    message_id: int | None = None
    """To be set once Discord has told it."""


class Copies:
    """Notes copies, and works on those that are due; ``run`` wants a task of its own."""

    def __init__(
        self, client: discord.Client, store: CopyStore, jobs: JobStore, clock: Clock
    ) -> None:
        """Take away by ``client`` what ``store`` has to be taken away."""
        self._client = client
        self._store = store
        self._jobs = jobs
        self._clock = clock
        self._news = asyncio.Event()

    @asynccontextmanager
    async def noting(self, copy: Copy) -> AsyncGenerator[Sending]:
        """Have a copy noted while it is sent; what got no answer is looked for later.

        Raises:
            StoreError: it cannot be noted, so that it may not be sent.

        """
        now, sending = self._clock.now(), Sending()
        is_first = await self._store.begin(replace(copy, begun_at=now), due=now + SENDING)
        try:
            yield sending
        except (RefusedError, DeliveryError) as error:
            # Of several attempts an earlier one may still have made it.
            if is_first and not getattr(error, "may_land", False):
                await self.gone(copy.press_id)
            raise
        if sending.message_id is None:
            return
        try:
            posted = replace(copy, begun_at=now, message_id=sending.message_id)
            await self._store.posted(posted, now=self._clock.now())
        except StoreError as error:
            log.warning("copy.not_noted", job=copy.job_id, why=str(error))

    async def recall(self, press_id: int) -> None:
        """Note that one may not stay; whoever posted it takes it away, or else we do."""
        try:
            await self._store.recall(press_id, now=self._clock.now())
        except StoreError as error:
            log.warning("copy.not_noted", press=press_id, why=str(error))

    async def gone(self, press_id: int) -> None:
        """Forget one that is not there, nor will be."""
        try:
            await self._store.end(press_id)
        except StoreError as error:  # it is looked for in vain
            log.info("copy.not_forgotten", press=press_id, why=str(error))

    def look_again(self) -> None:
        """Look soon what is to be taken away."""
        self._news.set()

    async def run(self) -> None:
        """Work until cancelled."""
        await Loops(self._clock).repeat("copies", LOOK_AGAIN, self._work, self._news)

    async def _work(self) -> None:
        while True:
            now = self._clock.now()
            copy = await self._store.take(now=now, until=now + LEASE)
            if copy is None:
                return
            try:
                await self._settle(copy)
            except (OutOfReachError, ThreadClosedError) as error:
                await self._hidden(copy, str(error))
            except MessageGoneError:
                await self._store.end(copy.press_id)
            except DeliveryError as error:
                log.info("copy.later", job=copy.job_id, why=str(error))
                asked = error.retry_after
                await self._later(copy, timedelta(seconds=asked) if asked else PAUSE)

    async def _settle(self, copy: Copy) -> None:
        """Take a copy away, or note where one stands that may stay.

        Raises:
            MessageGoneError: it is gone.
            DeliveryError: it may still be there.

        """
        job = await self._jobs.get(copy.job_id)
        if job is None:
            raise MessageGoneError("its job is gone")
        standing = [copy.message_id] if copy.message_id else await self._found(copy, job)
        if copy.stays and standing:
            there = replace(copy, message_id=standing[0])
            await self._store.posted(there, now=self._clock.now())
            return
        for sent in standing:
            route = Route("DELETE", MESSAGE, channel_id=copy.channel_id, message_id=sent)
            await strictly_remove(self._client, route, reason=deletion_reason(job))
            log.info("copy.taken_away", job=job.id, channel=copy.channel_id)
        late = copy.begun_at + SENDING - self._clock.now()
        if standing or late <= timedelta():
            await self._store.end(copy.press_id)
        else:
            await self._later(copy, min(late, PAUSE))

    async def _found(self, copy: Copy, job: Job) -> list[int]:
        """Return the messages that may be a copy of which no answer told."""
        there = await found(self._client, copy.channel_id, job, Object(copy.press_id))
        others = await self._store.others(copy)
        return [sent for sent in there if sent not in others]

    async def _hidden(self, copy: Copy, why: str) -> None:
        """Try again what stands where we may not go, for as long as we may be let in."""
        if self._clock.now() - (copy.withdrawn_at or copy.begun_at) < HIDDEN_FOR:
            await self._store.later(copy.press_id, self._clock.now() + HIDDEN)
            return
        log.warning("copy.given_up", job=copy.job_id, channel=copy.channel_id, why=why)
        await self._store.end(copy.press_id)

    async def _later(self, copy: Copy, wait: timedelta) -> None:
        await self._store.later(copy.press_id, self._clock.now() + wait)
        asyncio.get_running_loop().call_later(wait.total_seconds(), self._news.set)
