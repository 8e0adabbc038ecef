"""Where jobs are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.domain.fairness import Room
    from bot.domain.ids import GuildId, JobId, TaskId, UserId
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.limits import Usage
    from bot.domain.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A job that is now in the database."""

    place_in_queue: int
    """From 1, over all users."""


class JobStore(Protocol):
    """Jobs that survive a crash. Times are aware, in UTC, and always passed in.

    Every move of a job is an event, written in the same transaction.
    """

    async def accept(
        self, job: Job, *, policy: Policy, max_queued: int, room: Room, now: datetime
    ) -> Accepted:
        """Store a job if ``limits.check_usage`` lets it, in one transaction.

        A queued job for which there is room, and which is about to start, does not count as
        waiting. Of presses that ``presses`` takes for one the first alone makes a job, unless
        that was cancelled.

        Raises:
            RefusedError: the member has had their share, or their press was one too many;
                nothing is stored.
            StoreRefusedError: no database keeps this job.

        """
        ...

    async def answered(self, job_id: JobId, message_id: int) -> None:
        """Note that the first answer is there; from now on the job may be claimed."""
        ...

    async def get(self, job_id: JobId) -> Job | None:
        """Return a job, or None."""
        ...

    async def claim(
        self, holder: str, *, now: datetime, until: datetime, room: Room
    ) -> Sequence[Job]:
        """Lease queued jobs by ``fairness.pick`` and move each to SUBMITTING.

        ``room`` is what the whole database may have; what is in flight in it, and what was
        submitted within the last minute, is taken off here. Each claimed job has ``submit_at``
        and, if it had none, ``first_submit_at`` set to ``now``. A job is due, too, when its
        ``due_at`` lies more than ``FARTHEST`` ahead.
        """
        ...

    async def adopt(
        self, holder: str, *, now: datetime, until: datetime, working: Collection[JobId] = ()
    ) -> Sequence[Job]:
        """Lease every job whose holder is gone: in flight, ended but not shown, or unanswered.

        Not those that ``holder`` holds and is ``working`` on: after a step of the clock its own
        leases look lapsed. A lease that ends more than ``FARTHEST`` ahead has lapsed.

        A job found SUBMITTING has ``submits_lost`` counted up. Unanswered are queued jobs
        older than 10 s without a message id. A queued private job older than ``PRIVATE_LIFE`` is
        leased too: its time is over.
        """
        ...

    async def extend(
        self, holder: str, job_ids: Collection[JobId], *, until: datetime
    ) -> frozenset[JobId]:
        """Heartbeat: extend these leases in one statement; return those still held.

        A lease that nobody works on is not extended, and so lapses.
        """
        ...

    async def save(
        self, job: Job, *, holder: str, now: datetime, images: Sequence[Image] = ()
    ) -> bool:
        """Save everything that changes in a job's life; return whether ``holder`` still holds it.

        A move is an event, in the same transaction; so are ``images``, what a delivered job is
        known to show. A failed job shows none, and no original of its is kept.

        False when the lease is lost or the job was ended by somebody else meanwhile; then
        nothing is written. Saving a job QUEUED, or final and shown, ends the lease. Text loses
        what no database takes: NUL, and lone surrogates.

        Raises:
            TaskTakenError: it is RUNNING by a task that another job has had.
            StoreRefusedError: no database keeps this, now or later.

        """
        ...

    async def save_paid(self, job: Job, *, holder: str, now: datetime) -> bool:
        """Save likewise a job that goes to another engine, if budgets cover what it costs there.

        In one transaction, in which nobody else is taken on.

        Raises:
            RefusedError: they do not; nothing is written.

        """
        ...

    async def cancel(
        self, job_id: JobId, *, now: datetime, by: UserId | None = None, why: str = ""
    ) -> Job | None:
        """End a job that is queued, submitting or running; return it as it is now, else None.

        The lease of whoever holds it ends; the job is left not shown and held by nobody until
        ``now`` + 30 s, for the canceller to show.
        """
        ...

    async def mark_shown(self, job_id: JobId) -> None:
        """Note that the message shows the final state."""
        ...

    async def give_back(self, job_id: JobId) -> None:
        """Let an ended job be adopted now: who cancelled or deleted it could not show it."""
        ...

    async def release(self, holder: str) -> None:
        """Give all leases of ``holder`` back at once."""
        ...

    async def release_all(self) -> None:
        """Give every lease back: for a database that only one process may use."""
        ...

    async def positions(self, limit: int) -> Sequence[Job]:
        """Return the ``limit`` oldest queued jobs that have a message, oldest first."""
        ...

    async def usage(self, user_id: UserId, guild_id: GuildId, *, now: datetime) -> Usage:
        """Return what a member has asked for so far."""
        ...

    async def timings(self, limit: int) -> Sequence[tuple[str, float, float]]:
        """Return (model, work, run seconds) of the last delivered jobs, oldest first."""
        ...

    async def owner_of(self, task_id: TaskId) -> JobId | None:
        """Return the first job that had this task, whatever its state, or None."""
        ...

    async def lost(self, engine: str, *, since: datetime) -> Sequence[Job]:
        """Return the jobs that may have a task at an engine of which they do not know.

        Their reply was lost, or they are being submitted, or ended while they were, but not before
        ``since``.
        """
        ...

    async def is_suspected(self, user_id: UserId, engine: str, *, since: datetime) -> bool:
        """Return whether an engine found a prompt of a member suspicious after ``since``."""
        ...
