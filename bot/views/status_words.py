"""What a status message says, as a value that can be compared. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.job import JobState
from bot.texts.text import text
from bot.views.texts import LATE, STATES, WAITING

if TYPE_CHECKING:
    from bot.domain.job import Job
    from bot.domain.ports import Status
    from bot.texts.text import Text

EXACT_PLACES = 10
"""Up to here a place in the queue is told exactly; beyond, rounded, so that it changes rarely."""

PROGRESS_STEPS = 10

UNSENT = frozenset({JobState.QUEUED, JobState.SUBMITTING})
"""The states in which a job may wait for the engine's limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWords:
    """What is said of a job before its end."""

    stage: Text
    place: Text | None = None
    tenths: int | None = None
    """Progress, 0 to 10."""
    ready_at: int | None = None
    """The estimate in Unix seconds."""
    engine_place: Text | None = None
    """In the engine's own queue."""
    delay: Text | None = None
    """Why the images do not come sooner, or that they are late."""


def status_words(job: Job, status: Status) -> StatusWords:
    """Put a status into words; of a late job no estimate is told, which would lie in the past."""
    estimate = None if status.is_late else status.estimate_at
    return StatusWords(
        stage=STATES[job.state],
        place=_place(status.place_in_queue) if job.state is JobState.QUEUED else None,
        tenths=_tenths(status.progress) if job.state is JobState.RUNNING else None,
        ready_at=round(estimate.timestamp()) if estimate else None,
        engine_place=_engine_place(status) if job.state is JobState.RUNNING else None,
        delay=_delay(job, status),
    )


def _delay(job: Job, status: Status) -> Text | None:
    """A wait says more than a delay: it tells why."""
    if status.waits_for_engine and job.state in UNSENT:
        if status.opens_at is not None:
            return text("status.paused", opens_at=round(status.opens_at.timestamp()))
        return WAITING
    return LATE if status.is_late else None


def _engine_place(status: Status) -> Text | None:
    place = status.engine_place
    return None if place is None else text("status.engine_place", place=place)


def _place(place: int | None) -> Text | None:
    if place is None:
        return None
    if place <= EXACT_PLACES:
        return text("status.next") if place <= 1 else text("status.place", place=place)
    coarse = 5 if place <= 50 else 25 if place <= 250 else 100
    return text("status.about", place=round(place / coarse) * coarse)


def _tenths(progress: int | None) -> int | None:
    if progress is None or progress <= 0:
        return None
    return min(progress, 100) * PROGRESS_STEPS // 100
