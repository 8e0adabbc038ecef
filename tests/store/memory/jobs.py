"""The jobs in a dict: no file, no thread, no clock."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.domain.event import Decision, Event, EventKind
from bot.domain.fairness import Waiting, pick
from bot.domain.image import event_of
from bot.domain.job import IN_FLIGHT, JobState
from bot.domain.limits import DAY, HOUR, SUSPICION, Usage, check_usage, shortage
from bot.domain.ports import Accepted
from bot.domain.presses import check_once, press_of
from bot.domain.quotas import Quota, quotas
from bot.errors import StoreRefusedError, TaskTakenError
from bot.failure_kinds import FailureKind
from bot.store.failures import refuse_unstorable
from bot.store.jobs.accepting import MEMORY
from bot.store.jobs.claims import BUDGET_WINDOW
from bot.store.jobs.job_rows import changes, new_row
from bot.store.jobs.moves import CANCELLER_GRACE, KIND
from bot.store.types import SKEW, storable
from tests.store.memory.rows import Row, hidden
from tests.store.memory.shelf import Shelf
from tests.store.memory.usage import returns_at, spent_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from bot.domain.fairness import Room
    from bot.domain.ids import GuildId, JobId, TaskId, UserId
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.policy import Policy


class MemoryJobStore:
    """A JobStore that forgets everything with the test; a subclass may make it fail."""

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = shelf or Shelf()
        self._rows = self._shelf.jobs

    async def accept(
        self, job: Job, *, policy: Policy, max_queued: int, room: Room, now: datetime
    ) -> Accepted:
        others = [row.job for row in self._rows.values()]
        made = [press_of(it) for it in others if it.state is not JobState.CANCELLED]
        check_once(press_of(job), filter(None, made))
        usage = await self.usage(job.user_id, job.guild_id, now=now)
        flying = self._flying()
        starting = min(room.per_user - flying[job.user_id], room.jobs - flying.total())
        share = replace(usage, queued=max(0, usage.queued - max(0, starting)))
        pooled = {
            (quota.pool.place, quota.span): _images(self._spent(job, quota, now))
            for quota in quotas(policy)
            if quota.pool
        }
        share = replace(share, pooled=pooled)
        if short := shortage(share, job.request.images, policy):
            spent = self._spent(job, short.quota, now)
            share = replace(share, returns_at=returns_at(spent, short.quota, short.needed))
        check_usage(share, job.request.images, policy=policy, max_queued=max_queued, now=now)
        if job.id in self._rows:
            raise StoreRefusedError(f"the database refused this: there is a job {job.id}")
        refuse_unstorable(new_row(job))
        row = self._rows[job.id] = Row(job)
        row.write(job)
        self._note(job, EventKind.ACCEPTED, now, by=job.user_id)
        return Accepted(place_in_queue=sum(row.is_queued for row in self._rows.values()))

    def _spent(self, job: Job, quota: Quota, now: datetime) -> list[Job]:
        return spent_of(self._shelf, job.user_id, job.guild_id, quota, now)

    async def answered(self, job_id: JobId, message_id: int) -> None:
        if row := self._rows.get(job_id):
            row.job = replace(row.job, address=replace(row.job.address, message_id=message_id))

    async def get(self, job_id: JobId) -> Job | None:
        row = self._rows.get(job_id)
        return None if row is None else row.job

    async def claim(
        self, holder: str, *, now: datetime, until: datetime, room: Room
    ) -> Sequence[Job]:
        flying = self._flying()
        images = sum(
            row.job.request.images
            for row in self._rows.values()
            if row.job.submit_at is not None
            and now - BUDGET_WINDOW < row.job.submit_at <= now + SKEW
            and room.engine in {"", row.job.engine}
        )
        own = room.jobs if room.engine_jobs is None else room.engine_jobs
        on_engine = sum(
            row.job.state in IN_FLIGHT and room.engine in {"", row.job.engine}
            for row in self._rows.values()
        )
        free = min(room.jobs - flying.total(), own - on_engine)
        on_engines = Counter(
            row.job.engine for row in self._rows.values() if row.job.state in IN_FLIGHT
        )
        others = {name: most - on_engines[name] for name, most in room.others.items()}
        left = replace(room, jobs=free, images=room.images - images, others=others)
        if left.jobs <= 0 or left.images <= 0:
            return ()
        due = [row for row in self._oldest_first() if row.may_be_claimed(now)]
        waiting = (
            Waiting(
                row.job.id,
                row.job.user_id,
                min(row.job.request.images, room.images),
                row.job.engine,
            )
            for row in due
        )
        claimed = [
            self._claimed(self._rows[job_id], holder, now, until)
            for job_id in pick(waiting, flying, left)
        ]
        for job in claimed:
            self._note(job, EventKind.CLAIMED, now, holder=holder)
        return claimed

    async def adopt(
        self, holder: str, *, now: datetime, until: datetime, working: Collection[JobId] = ()
    ) -> Sequence[Job]:
        found = [
            row
            for row in self._oldest_first()
            if row.may_be_adopted(now) and not (row.holder == holder and row.job.id in working)
        ]
        for row in found:
            row.lease(holder, until)
            if row.job.state is JobState.SUBMITTING:
                row.job = replace(row.job, submits_lost=row.job.submits_lost + 1)
            self._note(row.job, EventKind.ADOPTED, now, holder=holder, state=row.job.state)
        return [row.job for row in found]

    async def extend(
        self, holder: str, job_ids: Collection[JobId], *, until: datetime
    ) -> frozenset[JobId]:
        held = [row for row in self._held(holder) if row.job.id in job_ids]
        for row in held:
            row.lease(holder, until)
        return frozenset(row.job.id for row in held)

    async def save_paid(self, job: Job, *, holder: str, now: datetime) -> bool:
        return await self.save(job, holder=holder, now=now)

    async def save(
        self, job: Job, *, holder: str, now: datetime, images: Sequence[Image] = ()
    ) -> bool:
        row = self._rows.get(job.id)
        if row is None or row.holder != holder:
            return False
        refuse_unstorable(changes(job))
        if not row.allows(job.state):
            raise ValueError(f"job {job.id} cannot move from {row.job.state} to {job.state}")
        if job.state is JobState.RUNNING and self._is_taken(job):
            raise TaskTakenError("another job has had this task")
        is_new = job.state is not row.job.state
        if is_new:
            details: dict[str, Any] = {"detail": storable(job.detail)} if job.detail else {}
            self._note(job, KIND[job.state], now, why=job.failure or "", **details)
        row.write(job)
        if job.state is JobState.FAILED:
            self._withdraw(job.id)
        if is_new and job.state is JobState.DELIVERED:
            self._posted(images, now)
        if job.state is JobState.QUEUED or (job.shown and job.state.is_final):
            row.give_back()
        return True

    async def cancel(
        self, job_id: JobId, *, now: datetime, by: UserId | None = None, why: str = ""
    ) -> Job | None:
        row = self._rows.get(job_id)
        if row is None or row.job.state.is_final or not row.allows(JobState.CANCELLED):
            return None
        row.job = replace(row.job, state=JobState.CANCELLED, ended_at=now)
        row.holder, row.leased_until = None, now + CANCELLER_GRACE
        self._note(row.job, EventKind.CANCELLED, now, by=by, why=why)
        return row.job

    async def mark_shown(self, job_id: JobId) -> None:
        row = self._rows.get(job_id)
        if row is not None and row.job.state.is_final:
            row.write(replace(row.job, shown=True))
            row.give_back()

    async def give_back(self, job_id: JobId) -> None:
        row = self._rows.get(job_id)
        if row is not None and row.job.state.is_final and row.holder is None:
            row.give_back()

    async def release(self, holder: str) -> None:
        for row in self._held(holder):
            row.give_back()

    async def release_all(self) -> None:
        for row in self._rows.values():
            if not row.job.shown:
                row.give_back()

    async def positions(self, limit: int) -> Sequence[Job]:
        jobs = [row.job for row in self._oldest_first() if row.is_queued]
        return [job for job in jobs if job.address.message_id is not None][:limit]

    async def usage(self, user_id: UserId, guild_id: GuildId, *, now: datetime) -> Usage:
        theirs = [row for row in self._rows.values() if row.job.user_id == user_id]
        spent = [
            row.job
            for row in theirs
            if row.counts and row.job.guild_id == guild_id and row.job.created_at >= now - MEMORY
        ]
        past = [job.created_at for job in spent if job.created_at <= now + SKEW]
        hour = spent_of(self._shelf, user_id, guild_id, Quota(most=0, span=HOUR), now)
        day = spent_of(self._shelf, user_id, guild_id, Quota(most=0, span=DAY), now)
        here = [row.job for row in theirs if row.job.guild_id == guild_id]
        suspected = [
            row.job.ended_at
            for row in theirs
            if row.job.failure is FailureKind.PROMPT_SUSPICIOUS
            and row.job.ended_at is not None
            and row.job.ended_at >= now - SUSPICION
        ]
        return Usage(
            queued=sum(row.is_queued for row in theirs),
            jobs=sum(not job.state.is_final for job in here),
            hour_images=_images(hour),
            day_images=_images(day),
            last_accepted_at=max(past, default=None),
            suspicions=len(suspected),
            last_suspicion_at=max(suspected, default=None),
        )

    async def timings(self, limit: int) -> Sequence[tuple[str, float, float]]:
        found = [
            (job.ended_at, job.request.model, job.request.work, job.run_seconds)
            for job in (row.job for row in self._rows.values())
            if job.state is JobState.DELIVERED and job.run_seconds is not None and job.ended_at
        ]
        newest = sorted(found, key=lambda timing: timing[0])[-limit:]
        return [(model, work, seconds) for _, model, work, seconds in newest]

    async def owner_of(self, task_id: TaskId) -> JobId | None:
        wanted = storable(task_id)
        ids = [row.job.id for row in self._oldest_first() if row.job.task_id == wanted]
        return ids[0] if ids else None

    async def lost(self, engine: str, *, since: datetime) -> Sequence[Job]:
        return [
            job
            for job in (row.job for row in self._oldest_first())
            if job.engine == engine
            and (job.submits_lost or _may_have_task(job))
            and (job.ended_at is None or job.ended_at > since)
        ]

    async def is_suspected(self, user_id: UserId, engine: str, *, since: datetime) -> bool:
        return any(
            job.failure is FailureKind.PROMPT_SUSPICIOUS
            and (job.user_id, job.engine) == (user_id, engine)
            and job.ended_at is not None
            and job.ended_at > since
            for job in (row.job for row in self._rows.values())
        )

    def _note(
        self,
        job: Job,
        kind: EventKind,
        at: datetime,
        *,
        by: UserId | None = None,
        why: str = "",
        **details: object,
    ) -> None:
        event = Event(job_id=job.id, kind=kind, at=at, by=by, why=why, details=details)
        self._shelf.events.append(event)

    def _posted(self, images: Sequence[Image], at: datetime) -> None:
        for image in images:
            self._shelf.images[image.job_id][image.number] = image
            if image.shown:
                self._shelf.events.append(event_of(image, EventKind.POSTED, Decision(at=at)))

    def _withdraw(self, job_id: JobId) -> None:
        rows = self._shelf.images.get(job_id, {})
        rows.update({number: hidden(image) for number, image in rows.items() if image.shown})
        self._shelf.forget_originals(job_id)

    def _is_taken(self, job: Job) -> bool:
        task_id = job.task_id and storable(job.task_id)
        others = (row.job for row in self._rows.values() if row.job.id != job.id)
        return task_id is not None and any(other.task_id == task_id for other in others)

    def _claimed(self, row: Row, holder: str, now: datetime, until: datetime) -> Job:
        row.lease(holder, until)
        first = row.job.first_submit_at or now
        state = JobState.SUBMITTING
        row.job = replace(row.job, state=state, submit_at=now, first_submit_at=first)
        return row.job

    def _flying(self) -> Counter[UserId]:
        return Counter(row.job.user_id for row in self._rows.values() if row.job.state in IN_FLIGHT)

    def _held(self, holder: str) -> list[Row]:
        return [row for row in self._rows.values() if row.holder == holder]

    def _oldest_first(self) -> list[Row]:
        return sorted(self._rows.values(), key=lambda row: (row.job.created_at, row.job.id))


def _may_have_task(job: Job) -> bool:
    ended = {JobState.SUBMITTING, JobState.FAILED, JobState.CANCELLED}
    return job.state in ended and job.submit_at is not None and job.task_id is None


def _images(jobs: Iterable[Job]) -> int:
    return sum(job.request.images for job in jobs)
