"""What comes of a step: a small value that tells the worker what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from bot.domain.job import Job


@dataclass(frozen=True, slots=True)
class Moved:
    """The job was saved as it stands now; the next step begins at once."""

    job: Job


@dataclass(frozen=True, slots=True)
class After:
    """The job was saved, but is not through this step: it begins again after a pause."""

    job: Job
    seconds: float


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing is left to do here: it has ended, waits in the queue, or is somebody else's."""


Outcome: TypeAlias = Moved | After | Done


def moved(saved: Job | None) -> Moved | Done:
    """Go on from what was saved; a job that could not be saved is no longer ours."""
    return Done() if saved is None else Moved(saved)
