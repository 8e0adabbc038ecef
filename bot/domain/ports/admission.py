"""May this member have this, here and now, as moderators see it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import GuildId, JobId, PlaceId, UserId
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.request import GenerationRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks for."""

    request: GenerationRequest
    user_id: UserId
    guild_id: GuildId
    places: tuple[PlaceId, ...]
    """Where, nearest first."""
    roles: frozenset[int]
    policy: Policy
    """In force there."""
    engine: str
    """Whom it would be sent to."""
    at: datetime
    told: tuple[str, ...] = ()
    """Words of theirs that readers see beside the request: of what was left out of it."""
    job_id: JobId | None = None
    """The job, where it was taken on before and is looked at once more: what is only noted of a
    prompt was noted then."""
    is_trial: bool = False
    """Whether a moderator only wants to know: then nobody asked for the request, whose words count
    for nothing, and nothing is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What they get."""

    policy: Policy
    """The limits that hold for them: those of the place, or of their roles."""
    hold: str = ""
    """Why the images wait for a moderator; empty when they need not."""
    cost: float | None = None
    """What the job is expected to cost, in its engine's units; None where nothing is charged."""
    notes: tuple[str, ...] = ()
    """What they are told of it, under the result: a line for each."""


class Admission(Protocol):
    """Says who may have what."""

    async def admit(self, wanted: Wanted) -> Grant:
        """Return what is granted.

        Raises:
            RefusedError: nothing; the words never repeat what was asked for.

        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is said of a job that was taken on before, by the rules of this moment."""

    policy: Policy
    """With all models that any role of its server gives."""
    is_barred: bool = False
    """Whether its member is blocked."""
    is_refused: bool = False
    """Whether a filter refuses its words."""
    hold: str = ""
    """Why its images wait for a moderator; empty when they need not."""


class SecondLook(Protocol):
    """Looks at jobs once more, since rules change while they wait. What it finds it notes."""

    async def before_sending(self, job: Job, policy: Policy) -> Look:
        """Return what is said of a job that is about to be sent, where ``policy`` is in force.

        Raises:
            StoreError: the database is away.

        """
        ...

    async def before_posting(self, job: Job) -> str:
        """Return why the images of a job wait for a moderator: what is made is not thrown away.

        Raises:
            StoreError: the database is away.

        """
        ...
