"""Which presses of a button are one: somebody pressed it twice, or it came twice. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.ids import JobId, UserId
    from bot.domain.job import Job

SECONDS = 3
"""Presses that come within these are one: so long Discord shows nothing of the first."""

WINDOW = SECONDS * 1000 << 22
"""The same as a difference of ids: those of Discord count milliseconds from the 22nd bit on."""


@dataclass(frozen=True, slots=True)
class Press:
    """A press that makes a job."""

    user_id: UserId
    parent: JobId
    action: str
    image: int | None
    interaction_id: int
    """It tells when Discord heard of it, by one clock for all our processes."""

    def is_same(self, other: Press) -> bool:
        """Whether one of both is enough."""
        return (
            self.user_id == other.user_id
            and self.parent == other.parent
            and self.action == other.action
            and self.image == other.image
            and abs(self.interaction_id - other.interaction_id) < WINDOW
        )


def press_of(job: Job) -> Press | None:
    """Return the press that made a job; None where it was not made by a button."""
    if job.parent_job is None:
        return None
    return Press(
        job.user_id,
        job.parent_job,
        job.made_by,
        job.parent_image,
        job.address.interaction_id,
    )


def check_once(press: Press | None, earlier: Iterable[Press]) -> None:
    """Refuse a press that is one with an earlier one.

    Raises:
        RefusedError: it is.

    """
    if press is not None and any(press.is_same(other) for other in earlier):
        raise RefusedError(text("press.twice"))
