"""What happened to a job or one of its images: entries that are only ever added. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.domain.ids import JobId, UserId


class EventKind(StrEnum):
    """What happened. Stored, so never renamed without a migration."""

    ACCEPTED = "accepted"
    CLAIMED = "claimed"
    RUNNING = "running"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ADOPTED = "adopted"
    """Taken up by somebody, after whoever worked on it was gone."""
    REQUEUED = "requeued"

    JUDGED = "judged"
    POSTED = "posted"
    CORRECTED = "corrected"
    """Judged anew after it may have been seen."""
    SWAPPED = "swapped"
    WITHHELD = "withheld"
    SHOWN = "shown"
    """Shown as it is, after it was withheld."""
    REMOVED = "removed"


DECIDED = frozenset({EventKind.SWAPPED, EventKind.WITHHELD, EventKind.SHOWN, EventKind.REMOVED})
"""What is decided about an image after its job has ended: its message is made anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry. Its order in the database is the order in which things happened."""

    job_id: JobId
    kind: EventKind
    at: datetime
    image: int | None = None
    """The number of the image that it is about; None for the whole job."""
    by: UserId | None = None
    """The member who did it; None for the bot."""
    why: str = ""
    details: Mapping[str, object] = field(default_factory=dict)
    """Whatever else explains it; fit for JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decided something about an image, when and why."""

    at: datetime
    by: UserId | None = None
    """None for the bot."""
    why: str = ""
