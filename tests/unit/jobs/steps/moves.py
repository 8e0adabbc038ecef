"""What came of a step, as tests read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.jobs.steps.outcome import Moved

if TYPE_CHECKING:
    from bot.domain.job import Job


def moved_to(outcome: object) -> Job:
    """Return the job as a step saved it for the next."""
    assert isinstance(outcome, Moved)
    return outcome.job
