"""What the jobs need from outside, in their own words. ``app`` joins them to who does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from bot.domain.fairness import Room
    from bot.domain.ids import GuildId, JobId, PlaceId, TaskId, UserId
    from bot.domain.job import Job
    from bot.domain.limits import Usage
    from bot.domain.models import Model, ModelKind
    from bot.domain.policy import Policy, PolicyPatch
    from bot.domain.request import GenerationRequest, ImageFormat
    from bot.domain.verdict import Asked, Treatment, Verdict


class TaskStatus(StrEnum):
    """How a task stands; what we do not know is still running."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskImage:
    """An image that a task made. The address is a secret for as long as it lives."""

    url: str = field(repr=False)
    detection: object = None
    """``nsfw_detection_result`` exactly as parsed from JSON, or None when absent."""
    task_id: str = ""
    """The id that the reply named; empty when it named none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One look at a task."""

    status: TaskStatus
    task_id: str = ""
    """The id that the reply named; empty when it named none."""
    progress: int | None = None
    """Per cent, when the engine reports any."""
    remaining: float | None = None
    """Seconds, when the engine estimates any."""
    reason: str = ""
    images: tuple[TaskImage, ...] = ()
    seed: int | None = None
    """The seed of the first image."""
    run_seconds: float | None = None
    """From the submit to the end, by the engine's own clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image file, decoded once in full and so known to be whole."""

    data: bytes = field(repr=False)
    format: ImageFormat
    width: int
    height: int


class Engine(Protocol):
    """An image API. Each method raises an ``EngineError``; none but ``look`` repeats itself."""

    def check(self, request: GenerationRequest) -> None:
        """Raise InvalidOptionError when the engine is known not to take this."""
        ...

    async def submit(self, request: GenerationRequest, asked: Asked) -> TaskId:
        """Start a task. ReplyLostError: one may exist; any other: none does."""
        ...

    async def look(self, task_id: TaskId) -> TaskView:
        """Look at a task once; passing faults are retried a few times."""
        ...

    async def fetch(self, task_id: TaskId, index: int, image: TaskImage) -> Picture:
        """Fetch an image (``index`` from 0) whole, reading the task again for a fresh address.

        Raises:
            ImageError: it is not to be had, not an image, or too large.

        """
        ...


class Catalogue(Protocol):
    """The engine's models, as far as they are known yet."""

    def suggest(self, kind: ModelKind, typed: str, limit: int = 25) -> Sequence[Model]:
        """Return models whose name or label contains ``typed``, at once, from memory."""
        ...

    def find(self, kind: ModelKind, name: str) -> Model | None:
        """Return the model of this name, whatever its case and file extension."""
        ...

    async def resolve_checkpoint(self, name: str) -> Model:
        """Return the checkpoint meant, asking the engine (1.5 s at most) if it is not known.

        One that cannot be asked about is returned as it was typed.

        Raises:
            InvalidOptionError: the engine answered, and has no such checkpoint.

        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a job's message says before its end."""

    place_in_queue: int | None = None
    """From 1; None when it is not queued."""
    estimate_at: datetime | None = None
    """When the images may be expected. Once it lies in the past, say ``is_late`` instead."""
    progress: int | None = None
    is_late: bool = False
    """It takes longer than was expected; no estimate is told then."""
    waits_for_engine: bool = False
    """It could be sent, were it not for the engine's limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedImage:
    """One image of a result: what is known of it and what the channel may see."""

    number: int
    """From 1."""
    verdict: Verdict
    treatment: Treatment
    picture: Picture | None
    """What is uploaded, already blurred if it has to be; None when nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a delivered job posts."""

    images: tuple[PostedImage, ...]
    seed: int | None
    seconds: float
    """From acceptance to posting."""


class Ready(Protocol):
    """A final message, made with all its files and not yet sent. Good for many attempts."""


class Publisher(Protocol):
    """What happens to a job reaches Discord only through this."""

    def show(self, job: Job, status: Status) -> None:
        """Say how the job stands, soon, if that changes a word; never raises, never waits."""
        ...

    def answered(self, job: Job, status: Status) -> None:
        """Take note of what the first answer says, so that no edit repeats it."""
        ...

    def adopted(self, job: Job) -> None:
        """Take note that somebody else may have sent edits that still land."""
        ...

    def close(self, job_id: JobId) -> None:
        """Show no further status of a job; one on its way may still land."""
        ...

    async def landed(self, job_id: JobId) -> bool:
        """Wait, for a second at most, for a status on its way.

        Returns whether nothing that was sent can land any more.
        """
        ...

    async def prepare(self, job: Job, result: Result | None) -> Ready:
        """Make the final message: the result, or the words for a failed or cancelled job.

        Raises:
            MessageGoneError: nothing can be shown any more.

        """
        ...

    async def finish(self, job: Job, ready: Ready) -> None:
        """Send what ``prepare`` made: one request, at once. Safe to repeat.

        Raises:
            RouteChangedError: prepare it anew.
            ThreadClosedError: it is in an archived thread that we may not open.
            FilesRefusedError: Discord takes the message but not these files.
            MessageGoneError: nothing can be shown any more.
            DeliveryError: it did not work for now.

        """
        ...

    def unsettled(self, job_id: JobId) -> float | None:
        """Return the seconds in which something sent earlier may land over the final message.

        None when that is no longer so, and the last edit or look began after it.
        """
        ...

    async def in_place(self, job: Job) -> bool:
        """Look whether the final message is still the last that Discord took; never raises."""
        ...

    async def shows_end(self, job: Job) -> bool:
        """Look whether the message is already final.

        Raises:
            MessageGoneError: it is gone.
            DeliveryError: it cannot be told for now.

        """
        ...

    async def find_message(self, job: Job) -> int | None:
        """Return the id of the job's first answer, or None when it was never delivered.

        Raises:
            DeliveryError: it cannot be told for now.

        """
        ...


class Unplaced(Enum):
    """Why it cannot be told where a channel stands."""

    FOR_NOW = "for now"
    FOR_GOOD = "for good"
    """Discord does not let us see it, or it is gone."""


class Places(Protocol):
    """Where a channel stands, now."""

    async def of(self, guild_id: GuildId, channel_id: int) -> tuple[PlaceId, ...] | Unplaced:
        """Return whose policies apply there, nearest first.

        Asks Discord where the cache does not know; within 2 s.
        """
        ...


class Blur(Protocol):
    """Destroys detail."""

    async def __call__(self, picture: Picture) -> Picture:
        """Return a JPEG that keeps at most 24x24 colour cells, each of 16x16 pixels or more."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A job that is now in the database."""

    place_in_queue: int
    """From 1, over all users."""


class JobStore(Protocol):
    """Jobs that survive a crash. Times are aware, in UTC, and always passed in."""

    async def accept(
        self, job: Job, *, policy: Policy, max_queued: int, room: Room, now: datetime
    ) -> Accepted:
        """Store a job if ``limits.check_usage`` lets it, in one transaction.

        A queued job for which there is room, and which is about to start, does not count as
        waiting.

        Raises:
            RefusedError: the member has had their share; nothing is stored.
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

    async def save(self, job: Job, *, holder: str) -> bool:
        """Save everything that changes in a job's life; return whether ``holder`` still holds it.

        False when the lease is lost or the job was ended by somebody else meanwhile; then
        nothing is written. Saving a job QUEUED, or final and shown, ends the lease. Text loses
        what no database takes: NUL, and lone surrogates.

        Raises:
            StoreRefusedError: no database keeps this, now or later.

        """
        ...

    async def cancel(self, job_id: JobId, *, now: datetime) -> Job | None:
        """End a job that is queued, submitting or running; return it as it is now, else None.

        The lease of whoever holds it ends; the job is left not shown and held by nobody until
        ``now`` + 30 s, for the canceller to show.
        """
        ...

    async def mark_shown(self, job_id: JobId) -> None:
        """Note that the message shows the final state."""
        ...

    async def give_back(self, job_id: JobId) -> None:
        """Let a cancelled job be adopted now: its canceller could not show it."""
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


class PolicyStore(Protocol):
    """What each place says for itself."""

    async def patches(
        self, guild_id: GuildId, places: Sequence[PlaceId]
    ) -> Mapping[PlaceId, PolicyPatch]:
        """Return what each of these places says, leaving out those that say nothing."""
        ...

    async def patches_of_guild(self, guild_id: GuildId) -> Mapping[PlaceId, PolicyPatch]:
        """Return all that is said in a guild, by the guild itself too."""
        ...

    async def put(
        self, guild_id: GuildId, place: PlaceId, patch: PolicyPatch, *, by: UserId, now: datetime
    ) -> None:
        """Merge ``patch`` into what the place says, in one transaction."""
        ...

    async def reset(self, guild_id: GuildId, place: PlaceId) -> bool:
        """Forget what a place says; return whether it said anything."""
        ...


class PolicyBook(Protocol):
    """The policies in force."""

    async def in_force(self, guild_id: GuildId, places: Sequence[PlaceId]) -> Policy:
        """Return the policy for the innermost of ``places``, which come nearest first."""
        ...

    async def strictest(self, guild_id: GuildId, known: Sequence[PlaceId]) -> Policy:
        """Return the strictest policy that may apply where not every place is known.

        Args:
            guild_id: The guild, whose own policy is always among them.
            known: The places known for sure, nearest first (thread, channel). Any other place of
                the guild may or may not stand between them and the guild.

        """
        ...
