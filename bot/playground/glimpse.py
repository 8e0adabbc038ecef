"""A request that an engine's stand-in got, in the words that are the same for all engines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What it was about."""

    SUBMIT = "submit"
    LOOK = "poll"
    NEWS = "news"
    """Told to the bot unasked."""
    DOWNLOAD = "download"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """One thing that was said between the bot and an engine about a task."""

    kind: Kind
    name: str = ""
    """How this engine calls it, where that is another word than the kind."""
    at: float
    """``time.monotonic()`` at its beginning."""
    took: float = 0.0
    """Seconds until the answer was ready."""
    status: int | None = None
    """Of the answer; None when the connection was closed before it was whole, and of news."""
    is_open: bool = False
    """Whether the answer is still to come."""
    task_id: str = ""
    """Empty where no task came of it."""
    job: str = ""
    """The same for all attempts at one thing, where the ids of their tasks tell that."""
    told: str = ""
    """The prompt of a submit, how a task stands, or which image is fetched."""
    is_end: bool = False
    """Whether the task was said to be over."""

    @property
    def key(self) -> str:
        """What joins it to others of the same job."""
        return self.job or self.task_id
