"""What a command may ask of the jobs: take one on, say that it was answered, cancel it."""

from __future__ import annotations

import secrets
import string
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.domain import capabilities
from bot.domain.ids import JobId
from bot.domain.limits import check_policy
from bot.domain.ports import Status
from bot.errors import RefusedError
from bot.jobs.model_check import check_models
from bot.jobs.new_job import TYPED, Origin, new_job, wanted
from bot.jobs.steps.still_allowed import BARRED
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.domain.fairness import Room
    from bot.domain.ids import UserId
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.ports import Admission, JobStore, Publisher
    from bot.domain.request import GenerationRequest
    from bot.jobs.clock import Clock
    from bot.jobs.engines import Engines
    from bot.jobs.leftovers import Leftovers
    from bot.jobs.new_job import Caller
    from bot.jobs.supervisor import Supervisor
    from bot.jobs.timings import Timings

UNANSWERED = "the member could not be answered"

ALPHABET = string.ascii_lowercase + string.digits
ID_LENGTH = 12

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Jobs:
    """The front desk of the jobs."""

    def __init__(  # noqa: PLR0913 - the composition root's one call
        self,
        *,
        store: JobStore,
        engines: Engines,
        leftovers: Leftovers,
        admission: Admission,
        publisher: Publisher,
        supervisor: Supervisor,
        timings: Timings,
        clock: Clock,
        max_queued: int,
        room: Room,
    ) -> None:
        """Let a member have ``max_queued`` jobs waiting beside those that have ``room``."""
        self._room = room
        self._store = store
        self._engines = engines
        self._leftovers = leftovers
        self._admission = admission
        self._publisher = publisher
        self._supervisor = supervisor
        self._timings = timings
        self._clock = clock
        self._max_queued = max_queued

    async def accept(
        self,
        request: GenerationRequest,
        caller: Caller,
        policy: Policy,
        origin: Origin = TYPED,
    ) -> tuple[Job, Status]:
        """Store a job; after this returns, a crash cannot lose it.

        It is not worked on before ``answered``. ``policy`` is the one in force where it was asked
        for; what holds when it is sent and when it is posted is asked then. ``origin`` is kept
        with the job.

        Raises:
            RefusedError: the engine, the policy or a limit says no; nothing is stored.

        """
        engine = self._engines.current
        capabilities.check(request, engine.capabilities, engine.title)
        engine.check(request)
        check_models(request, policy, engine)
        now = self._clock.now()
        grant = await self._admission.admit(
            wanted(request, caller, policy, origin, engine.name, now)
        )
        check_policy(request, grant.policy)
        job = new_job(JobId(new_id()), request, caller, origin, grant, engine=engine.name, now=now)
        accepted = await self._store.accept(
            job,
            policy=grant.policy,
            max_queued=self._max_queued,
            room=self._engines.room(self._room),
            now=now,
        )
        metrics.JOBS_ACCEPTED.inc()
        return job, self._status(job, accepted.place_in_queue)

    def _status(self, job: Job, place: int) -> Status:
        """Return how a job stands that was just taken on."""
        if self._supervisor.is_held(job.request.images):
            opens_at = self._supervisor.opens_at()
            return Status(place_in_queue=place, waits_for_engine=True, opens_at=opens_at)
        seconds = self._timings.expected(job.request.model, job.request.work) * place
        estimate_at = job.created_at + timedelta(seconds=seconds)
        return Status(place_in_queue=place, estimate_at=estimate_at)

    async def answered(self, job: Job, status: Status, message_id: int) -> None:
        """Note that the status message is there, saying ``status``: the work may begin."""
        there = replace(job, address=replace(job.address, message_id=message_id))
        self._publisher.answered(there, status)
        await self._store.answered(job.id, message_id)
        self._supervisor.wake()

    async def withdraw(self, job_id: JobId) -> None:
        """Forget a job whose member cannot be answered: nothing is submitted."""
        if await self._store.cancel(job_id, now=self._clock.now(), why=UNANSWERED):
            await self._store.mark_shown(job_id)

    async def found(self, job_id: JobId) -> Job | None:
        """Return a job, whosever it is and whatever became of it; or None."""
        return await self._store.get(job_id)

    async def of_server(self, job_id: JobId, guild_id: int | None) -> Job:
        """Return a job of a server, whatever became of it.

        Raises:
            RefusedError: there is none of this id there.

        """
        job = await self.found(job_id)
        if job is None or job.guild_id != guild_id:
            raise RefusedError(text("job.unknown"))
        return job

    async def cancel(
        self, job_id: JobId, *, by: UserId, guild_id: int | None, may_manage: bool
    ) -> Job:
        """End a job for whoever asked for it, or a moderator of its guild; return it as it is now.

        Raises:
            RefusedError: it is not theirs, not there, or too late.

        """
        job = await self.of_server(job_id, guild_id)
        if by != job.user_id and not may_manage:
            raise RefusedError(text("job.not_yours"))
        cancelled = await self._store.cancel(job_id, now=self._clock.now(), by=by)
        if cancelled is None:
            raise RefusedError(text("job.too_late"))
        await self._ended(cancelled)
        log.info("job.cancelled", job=job_id, by=by)
        return cancelled

    async def turn_away(self, job_id: JobId) -> None:
        """End a job that waits, and have its message say so: its member may have none any more."""
        cancelled = await self._store.cancel(job_id, now=self._clock.now(), why=BARRED)
        if cancelled is None:
            return
        await self._ended(cancelled)
        log.info("job.turned_away", job=job_id)
        await self.cancel_told(job_id, shown=False)

    async def _ended(self, cancelled: Job) -> None:
        """Make sure that no worker has a cancelled job, and wait until its edits have landed."""
        job_id = cancelled.id
        if self._supervisor.drop(job_id):
            # It shows statuses until its next heartbeat, which land over what we say.
            self._publisher.adopted(cancelled)
        self._leftovers.add(cancelled)
        self._supervisor.wake()
        self._publisher.close(job_id)
        await self._publisher.landed(job_id)

    def tell_again(self) -> None:
        """Have messages made anew soon, after a decision about images that they show."""
        self._supervisor.sweep()

    async def cancel_told(self, job_id: JobId, *, shown: bool) -> None:
        """Note whether the message says that the job is cancelled, or its images deleted.

        Where it does not, or where a late status may still undo it, the jobs say it again.
        """
        if shown and self._publisher.unsettled(job_id) is None:
            await self._store.mark_shown(job_id)
        else:
            await self._store.give_back(job_id)
            self._supervisor.sweep(job_id)


def new_id() -> str:
    """Return an id nobody guesses: it is in the ids of buttons."""
    number = secrets.randbelow(len(ALPHABET) ** ID_LENGTH)
    letters = []
    for _ in range(ID_LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[letter])
    return "".join(letters)
