"""A job: our durable record of a request, from its acceptance to its end. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from typing_extensions import override

if TYPE_CHECKING:
    from bot.domain.ids import GuildId, JobId, PlaceId, TaskId, UserId
    from bot.domain.request import GenerationRequest
    from bot.failure_kinds import FailureKind


class JobState(StrEnum):
    """Where a job is. Stored, so never renamed without a migration."""

    QUEUED = "queued"
    SUBMITTING = "submitting"
    RUNNING = "running"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether no move leads out of it."""
        return not MOVES[self]


MOVES: dict[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.SUBMITTING, JobState.FAILED, JobState.CANCELLED}),
    JobState.SUBMITTING: frozenset(
        {JobState.QUEUED, JobState.RUNNING, JobState.FAILED, JobState.CANCELLED}
    ),
    # Back to the queue when the task is gone and its engine lets it be submitted anew.
    JobState.RUNNING: frozenset(
        {JobState.QUEUED, JobState.DELIVERING, JobState.FAILED, JobState.CANCELLED}
    ),
    JobState.DELIVERING: frozenset({JobState.DELIVERED, JobState.FAILED}),
    JobState.DELIVERED: frozenset(),
    JobState.FAILED: frozenset(),
    JobState.CANCELLED: frozenset(),
}
"""Every legal move; a state with none is final."""

IN_FLIGHT = frozenset({JobState.SUBMITTING, JobState.RUNNING, JobState.DELIVERING})
"""Claimed by a worker and not yet finished: what the limits count."""


DISCORD_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
"""Ids count milliseconds from here: https://docs.discord.com/developers/reference#snowflakes"""

TOKEN_LIFE = timedelta(minutes=15)

PRIVATE_LIFE = timedelta(minutes=13, seconds=30)
"""A private job ends 60 s before its token, which lives for 15 minutes, does; until then its
message is still to be edited, and that by the token alone."""


ANSWER_PATIENCE = timedelta(seconds=10)
"""How long a first answer may still arrive; a job without one is then taken for one whose process
died before it."""

FARTHEST = timedelta(minutes=10)
"""No wait and no lease is longer. One that ends farther ahead was written before the clock was set
back; it is over, or it would last as long as the clock was wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a job's status message is, and by what it may be edited."""

    application_id: int
    interaction_id: int
    token: str
    """Of the interaction; a secret, good for 15 minutes."""
    channel_id: int
    size_limit: int
    """Bytes that one attachment may have in this interaction."""
    message_id: int | None = None
    """None until the first answer is known to be there."""
    locale: str = ""
    """The language of those who read it, as Discord names it; empty when it is not known."""

    @override
    def __repr__(self) -> str:
        """Leave the token out."""
        return f"Address(channel={self.channel_id}, message={self.message_id})"


CHARGING = frozenset({"novita"})
"""Engines that take money; with the others images cost nothing, or kudos."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A request that we have promised to carry out. All times are aware, in UTC."""

    id: JobId
    request: GenerationRequest
    user_id: UserId
    guild_id: GuildId
    places: tuple[PlaceId, ...]
    """Whose policies apply, nearest first: thread, channel, category, guild."""
    address: Address
    created_at: datetime
    state: JobState = JobState.QUEUED
    due_at: datetime
    """When a worker may next take it up."""
    first_submit_at: datetime | None = None
    """From here the deadline counts."""
    submit_at: datetime | None = None
    """The last attempt to submit."""
    submits_lost: int = 0
    """Submissions whose reply was lost; one may be retried."""
    refusals: int = 0
    """Submissions refused before a task existed, for the backoff."""
    task_id: TaskId | None = None
    detection_asked: bool = False
    detection_level: int = 0
    """What was asked at submit; meaningless unless ``detection_asked``."""
    run_seconds: float | None = None
    """How long the task took, for the estimates of later ones."""
    ended_at: datetime | None = None
    failure: FailureKind | None = None
    """Why it failed; of a queued job, why its last submission was refused."""
    detail: str = ""
    """The engine's own reason, for the member; already cut and cleaned."""
    shown: bool = False
    """Whether the message shows the final state."""
    engine: str = "novita"
    """Where it is sent to."""
    seed: int | None = None
    """Of its first image, as the engine told it."""
    parent_job: JobId | None = None
    """The job whose result it was made from, by a button."""
    parent_image: int | None = None
    """Which image of that one."""
    made_by: str = ""
    """The action of that button."""
    parent_channel: int | None = None
    """Where the message of that one stands."""
    parent_message: int | None = None
    age_restricted: bool = False
    """Whether it was asked for where all who read are adults."""
    cost: float | None = None
    """What it costs, in the engine's own units: as expected, until the engine tells."""
    tells_cost: bool = False
    """Whether its message says so."""
    notes: tuple[str, ...] = ()
    """What of the wish was left out or brought to the nearest: a line for each, for people."""
    ignored: tuple[str, ...] = ()
    """Keys of a pasted block that meant nothing here."""
    hold: str = ""
    """Why its images wait for a moderator, whatever is judged of them; empty if they need not."""
    deleted_by: UserId | None = None
    """Who had its images taken away from its message; None where nobody did."""

    @property
    def costs_money(self) -> bool:
        """Whether somebody is charged for what its engine makes."""
        return self.engine in CHARGING

    @property
    def token_began_at(self) -> datetime:
        """When the token's 15 minutes began: its interaction's id tells, if it makes sense."""
        began_at = DISCORD_EPOCH + timedelta(milliseconds=self.address.interaction_id >> 22)
        plausible = timedelta(0) <= self.created_at - began_at <= TOKEN_LIFE
        return began_at if plausible else self.created_at
