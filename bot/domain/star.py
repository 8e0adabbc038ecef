"""Stars that members give to results; enough of them bring one into a showcase. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import JobId

STARS_TO_SHOW = 3
"""So many members must have starred a result before it is posted into the showcase."""

CLAIM_LIFE = timedelta(hours=24)
"""What could not be posted for so long is not posted any more."""


@dataclass(frozen=True, slots=True)
class Stars:
    """How a result stands after somebody pressed its star."""

    given: bool
    """Whether whoever pressed stars it now."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Showcase:
    """A result that is to be posted into a showcase, once and never again."""

    job_id: JobId
    channel_id: int
    claimed_at: datetime
    message_id: int | None = None
    """Where it stands, if it was posted and is to be taken away: its result was deleted."""
