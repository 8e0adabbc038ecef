"""Makes Discord show what happens to jobs: status edits within a budget, final ones at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from bot.errors import DeliveryError, MessageGoneError
from bot.views.ended import ended_view
from bot.views.files import Fitter
from bot.views.finder import find_message
from bot.views.places import is_placed, places_of
from bot.views.result import result_view
from bot.views.routes import Edit, edit_message
from bot.views.status import status_view
from bot.views.status_edits import Line, StatusEdits
from bot.views.status_words import status_words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    import discord

    from bot.domain.ids import JobId, PlaceId
    from bot.domain.job import Job
    from bot.domain.ports import Result, Status

MAX_FLIGHTS = 20
"""Status edits under way at once; final ones are not counted."""

LANDING_SECONDS = 1.0
"""How long a status edit under way may hold up a final one."""

LATEST_LANDING = 10.0
"""Seconds after which Discord no longer applies an edit that was given up on its way."""

BREATH = 0.05
"""Seconds in which statuses that come together are taken together."""

LONGEST_REST = 60.0

log: structlog.stdlib.BoundLogger = structlog.get_logger()


class DiscordPublisher:
    """Keeps each job's one message true. ``run`` must be running for statuses to be shown."""

    def __init__(
        self,
        client: discord.Client,
        *,
        now: Callable[[], datetime],
        steady: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Take the client and two clocks: aware UTC, and seconds that never jump."""
        self._client = client
        self._now = now
        self._steady = steady
        self._sleep = sleep
        self._edits = StatusEdits()
        self._fitter = Fitter()
        self._news = asyncio.Event()
        self._flying = 0

    def answered(self, job: Job, status: Status) -> None:
        """Remember what the first answer says, so that no edit repeats it."""
        self._edits.note(job, status, self._answered_at(job))

    def show(self, job: Job, status: Status) -> None:
        """Say how the job stands, soon, if that changes a word; never raises, never waits."""
        if self._edits.want(job, status, self._answered_at(job)):
            self._news.set()

    async def finish(self, job: Job, result: Result | None) -> None:
        """Make the message final, at once; safe to repeat. Errors as the port says.

        Returns only when no status can come after it any more.
        """
        await self.silence(job.id)

        async def edit(file_bytes: int) -> Edit:
            if result is None:
                return Edit(ended_view(job), ())
            uploads = await self._fitter.uploads(job.id, result.images, each=file_bytes)
            names = {upload.number: upload.name for upload in uploads}
            return Edit(result_view(job, result, names), uploads)

        await self._send(job, edit)
        if self._edits.may_land_late(job.id):
            await self._sleep(LATEST_LANDING)
            await self._send_again(job, edit)

    async def silence(self, job_id: JobId) -> bool:
        """Show no further status of a job; return whether one may still land, too late."""
        line = self._edits.close(job_id)
        if line is not None and line.flight is not None:
            await asyncio.wait({line.flight}, timeout=LANDING_SECONDS)
            if line.flight.cancel():
                self._edits.cut(job_id)
                await asyncio.wait({line.flight}, timeout=LANDING_SECONDS)
        return self._edits.may_land_late(job_id)

    async def find_message(self, job: Job) -> int | None:
        """Return the id of the job's first answer, or None when it was never delivered."""
        return await find_message(self._client, job, self._now())

    def places(self, job: Job) -> tuple[PlaceId, ...]:
        """Return whose policies apply now; as it was at acceptance when that cannot be told."""
        channel = self._client.get_channel(job.address.channel_id)
        return places_of(channel, job.guild_id) if is_placed(channel) else job.places

    async def run(self) -> None:
        """Send statuses when their time comes, until cancelled; owns every edit under way."""
        async with asyncio.TaskGroup() as flights:
            while True:
                await self._rest(self._launch(flights))

    def _launch(self, flights: asyncio.TaskGroup) -> float | None:
        ready, soonest = self._edits.due(self._steady())
        for line in ready[: MAX_FLIGHTS - self._flying]:
            if wanted := self._edits.take(line):
                self._flying += 1
                line.flight = flights.create_task(self._fly(line, *wanted))
        return soonest

    async def _rest(self, seconds: float | None) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_REST if seconds is None else seconds):
                await self._news.wait()
        self._news.clear()
        await asyncio.sleep(BREATH)

    async def _fly(self, line: Line, job: Job, status: Status) -> None:
        """Send one status; a failure is only noted, since the next or the final one mends it."""
        says = line.spent.says
        try:
            await self._send(job, lambda _: _status_edit(job, status))
            says = status_words(job, status)
        except MessageGoneError as error:
            self._edits.close(job.id)
            log.info("status.message_gone", job=job.id, why=str(error))
        except DeliveryError as error:
            log.warning("status.edit_failed", job=job.id, why=str(error))
        except Exception:
            log.exception("status.edit_broke", job=job.id)
        finally:
            line.spent = line.spent.edited(self._steady(), says)
            line.flight = None
            self._flying -= 1
            self._news.set()

    async def _send(self, job: Job, edit: Callable[[int], Awaitable[Edit]]) -> None:
        await edit_message(self._client, job, edit, self._now())

    async def _send_again(self, job: Job, edit: Callable[[int], Awaitable[Edit]]) -> None:
        """Undo what came after a final edit. That one was taken: a failure is only noted."""
        try:
            await self._send(job, edit)
        except DeliveryError as error:
            log.warning("final_edit.not_repeated", job=job.id, why=str(error))

    def _answered_at(self, job: Job) -> float:
        return self._steady() - (self._now() - job.created_at).total_seconds()


async def _status_edit(job: Job, status: Status) -> Edit:
    return Edit(status_view(job, status))
