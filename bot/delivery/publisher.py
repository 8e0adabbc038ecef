"""Makes Discord show what happens to jobs: status edits within a budget, final ones at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

import structlog

from bot.delivery import landings, routes
from bot.delivery.attached import attached, edited
from bot.delivery.faults import DeadTokenError
from bot.delivery.final_edits import FinalEdits
from bot.delivery.finder import find_message, is_final
from bot.delivery.overdue import Overdue
from bot.delivery.routes import Edit
from bot.delivery.status_edits import Line, StatusEdits
from bot.delivery.ways import Ways
from bot.domain.ports import NOTHING_SAID
from bot.errors import DeliveryError, MessageGoneError, RouteChangedError, ThreadClosedError
from bot.views.status import status_view
from bot.views.status_words import status_words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime

    import discord

    from bot.domain.attachments import Attached
    from bot.domain.ids import JobId
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.ports import Picture, Ready, Result, Said, Status

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
        turn: Callable[[], Awaitable[None]],
        alone: bool,
    ) -> None:
        """Keep the messages of what this process works on.

        Args:
            client: The bot, logged in before anything is sent.
            now: The calendar's time, aware.
            steady: Seconds that never jump.
            turn: Returns when a status may be sent: commands are answered first.
            alone: Whether no other process may take up a job that we answered.

        """
        self._turn = turn
        self._alone = alone
        self._client = client
        self._now = now
        self._steady = steady
        self._edits = StatusEdits()
        self._overdue = Overdue()
        self._landings = landings.Landings()
        self._ways = Ways(client, now)
        self._final = FinalEdits()
        self._news = asyncio.Event()
        self._flights: dict[JobId, asyncio.Task[None]] = {}
        self._stuck: set[JobId] = set()  # waited for in vain: a correction cannot wait again

    def answered(self, job: Job, status: Status) -> None:
        """Remember what the first answer says, so that no edit repeats it."""
        self._edits.note(job, status, self._steady())
        if self._alone:
            self._tell(job, status)
            self._news.set()

    def show(self, job: Job, status: Status) -> None:
        """Say how the job stands, soon, if that changes a word; never raises, never waits."""
        if self._edits.want(job, status, self._answered_at(job)):
            self._news.set()

    def adopted(self, job: Job) -> None:
        """Take note that somebody else may have sent edits that still land."""
        self._edits.reopen(job.id)
        self._landings.doubt(job.id, self._steady() + landings.LATEST)

    def close(self, job_id: JobId) -> None:
        """Show no further status of a job; one on its way may still land."""
        self._edits.close(job_id)
        self._overdue.forget(job_id)
        if job_id in self._flights:
            self._landings.fly(job_id, self._steady() + routes.SECONDS + landings.LATEST)

    async def landed(self, job_id: JobId) -> bool:
        """Wait, for a second at most and once, for a status on its way."""
        if (flight := self._flights.get(job_id)) and job_id not in self._stuck:
            _, late = await asyncio.wait({flight}, timeout=LANDING_SECONDS)
            if late:
                self._stuck.add(job_id)
        return job_id not in self._flights and self._landings.is_clear(job_id, self._steady())

    async def prepare(self, job: Job, result: Result | None) -> Ready:
        """Make the final message, with files that fit the way it will go."""
        return await self._final.final(job, result, by_token=self._ways.by_token(job))

    async def revise(
        self,
        job: Job,
        images: Sequence[Image],
        pictures: Mapping[int, Picture],
        said: Said = NOTHING_SAID,
    ) -> Ready:
        """Make the message of a delivered job anew; attachments that its rows name stay."""
        by_token = self._ways.by_token(job)
        return await self._final.revised(job, images, pictures, by_token=by_token, said=said)

    async def finish(self, job: Job, ready: Ready) -> Attached:
        """Send a final message, with one request; errors as the port says."""
        edit = cast("Edit", ready)
        self.close(job.id)
        if edit.by_token is not self._ways.by_token(job):
            raise RouteChangedError("the token died meanwhile")
        begun = self._steady()
        try:
            answer = await self._send(job, edit, "final")
        except DeadTokenError as error:
            raise RouteChangedError(str(error)) from error
        except ThreadClosedError as error:
            await routes.open_thread(self._client, job.address)
            raise RouteChangedError("the thread was archived, and is open again") from error
        self._landings.landed(job.id, begun, edited(answer))
        return attached(answer)

    def unsettled(self, job_id: JobId) -> float | None:
        """Return the seconds in which something sent earlier may land over the final message."""
        return self._landings.left(job_id, self._steady())

    async def in_place(self, job: Job) -> bool:
        """Look whether the final message is still the last that Discord took."""
        begun = self._steady()
        try:
            message = await self._ways.read(job)
        except DeliveryError as error:
            log.info("message.not_read", job=job.id, why=str(error))
            return False
        return self._landings.confirm(job.id, begun, edited(message))

    async def shows_end(self, job: Job) -> Attached | None:
        """Look whether the message is already final; errors as the port says."""
        message = await self._ways.read(job)
        return attached(message) if is_final(message, job) else None

    async def find_message(self, job: Job) -> int | None:
        """Return the id of the job's first answer, or None when it was never delivered."""
        return await find_message(self._client, job, self._now())

    async def run(self) -> None:
        """Send statuses when their time comes, until cancelled; owns every edit under way."""
        async with asyncio.TaskGroup() as flights:
            while True:
                await self._rest(self._launch(flights))

    def _launch(self, flights: asyncio.TaskGroup) -> float | None:
        now = self._steady()
        for job, status in self._overdue.passed(now):
            if not self._edits.is_waiting(job.id):
                self._edits.want(job, status, self._answered_at(job))
        ready, soonest = self._edits.due(now)
        for line in ready[: MAX_FLIGHTS - len(self._flights)]:
            # An edit from before the job came back to us may still be under way.
            if line.wanted and line.wanted[0].id not in self._flights:
                job, status = self._edits.take(line)
                self._flights[job.id] = flights.create_task(self._fly(line, job, status))
        passing = self._overdue.soonest(now)
        return min((it for it in (soonest, passing) if it is not None), default=None)

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
            await self._turn()
            if self._edits.is_closed(job.id):
                return
            view = status_view(job, status, job.address.locale)
            edit = Edit(view, by_token=self._ways.by_token(job))
            await self._send(job, edit, "status")
            says = status_words(job, status)
            self._tell(job, status)
        except MessageGoneError as error:
            self._edits.close(job.id)
            log.info("status.message_gone", job=job.id, why=str(error))
        except DeliveryError as error:
            log.info("status.edit_failed", job=job.id, why=str(error))
        except Exception:
            log.exception("status.edit_broke", job=job.id)
        finally:
            self._edits.flown(line, self._steady(), says)
            self._flights.pop(job.id, None)
            self._stuck.discard(job.id)
            self._landings.flown(job.id, self._steady())
            self._news.set()

    async def _send(self, job: Job, edit: Edit, kind: str) -> Mapping[str, Any]:
        """Send an edit once; remember what may still land of it."""
        try:
            return await self._ways.send(job, edit, kind)
        except asyncio.CancelledError:
            self._landings.doubt(job.id, self._steady() + landings.LATEST)
            raise
        except DeliveryError as error:
            if error.may_land:
                self._landings.doubt(job.id, self._steady() + landings.LATEST)
            raise

    def _tell(self, job: Job, status: Status) -> None:
        """Note that the message tells ``status`` now; its estimate is rounded to seconds."""
        self._overdue.forget(job.id)
        if status.estimate_at is not None and not status.is_late:
            left = (status.estimate_at - self._now()).total_seconds()
            self._overdue.tell(job, status, self._steady() + left)

    def _answered_at(self, job: Job) -> float:
        return self._steady() - (self._now() - job.created_at).total_seconds()
