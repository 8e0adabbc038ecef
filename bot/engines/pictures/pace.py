"""How long a download may go on for what it has brought. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.engines.pictures.fetching import Bounds


@dataclass(slots=True)
class Pace:
    """One download: what it has brought, and until when it may go on. Seconds of one clock."""

    bounds: Bounds
    began_at: float
    """Later by the time for which it was held up by us."""
    received: int = 0

    @property
    def ends_at(self) -> float:
        """When it is given up unless more comes: it is over its time, or below the lowest rate."""
        earned = max(self.bounds.grace_seconds, self.received / self.bounds.lowest_rate)
        return self.began_at + min(self.bounds.seconds, earned)

    def held_up(self, seconds: float) -> None:
        """Leave out a time in which nothing was read on purpose."""
        self.began_at += seconds
