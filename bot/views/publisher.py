"""Makes Discord show what happens to jobs: status edits within a budget, final ones at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from bot.errors import DeliveryError, MessageGoneError
from bot.views.delivery_faults import DeadTokenError
from bot.views.ended import ended_view
from bot.views.file_budget import CHANNEL_FILE_BYTES
from bot.views.files import Fitter
from bot.views.finder import find_message
from bot.views.places import places_of
from bot.views.result import result_view
from bot.views.routes import Edit, edit_by_token, edit_in_channel, token_lives
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
    ) -> None:
        """Take the client and two clocks: aware UTC, and seconds that never jump."""
        self._client = client
        self._now = now
        self._steady = steady
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
        """Make the message final, at once; safe to repeat. Errors as the port says."""
        await self.silence(job.id)

        async def edit(file_bytes: int) -> Edit:
            if result is None:
                return Edit(ended_view(job), ())
            uploads = await self._fitter.uploads(job.id, result.images, each=file_bytes)
            names = {upload.number: upload.name for upload in uploads}
            return Edit(result_view(job, result, names), uploads)

        await self._send(job, edit)

    async def silence(self, job_id: JobId) -> None:
        """Show no further status of a job, and return once none is under way."""
        line = self._edits.close(job_id)
        if line is None or line.flight is None:
            return
        flight = line.flight
        await asyncio.wait({flight}, timeout=LANDING_SECONDS)
        flight.cancel()
        await asyncio.wait({flight}, timeout=LANDING_SECONDS)

    async def find_message(self, job: Job) -> int | None:
        """Return the id of the job's first answer, or None when it was never delivered."""
        return await find_message(self._client, job, self._now())

    def places(self, job: Job) -> tuple[PlaceId, ...]:
        """Return whose policies apply now; as it was at acceptance when that cannot be told."""
        channel = self._client.get_channel(job.address.channel_id)
        return job.places if channel is None else places_of(channel, job.guild_id)

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
        """Send by the token while it lives, else by channel and message id.

        Args:
            job: Whose message.
            edit: Makes the edit, given the bytes that one file may have.

        """
        address = job.address
        if token_lives(address, self._now()):
            with suppress(DeadTokenError):
                await edit_by_token(self._client, address, await edit(address.size_limit))
                return
        if job.request.private:
            raise MessageGoneError("only the caller could see it, by a token that is dead")
        file_bytes = min(address.size_limit, CHANNEL_FILE_BYTES)
        await edit_in_channel(self._client, address, await edit(file_bytes))

    def _answered_at(self, job: Job) -> float:
        return self._steady() - (self._now() - job.created_at).total_seconds()


async def _status_edit(job: Job, status: Status) -> Edit:
    return Edit(status_view(job, status))
