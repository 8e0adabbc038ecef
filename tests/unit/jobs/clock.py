"""The loop's own time as both clocks, the calendar's of which may be set."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.jobs.clock import SystemClock
from tests.store.builders import NOON

if TYPE_CHECKING:
    from datetime import datetime


class LoopClock(SystemClock):
    """Begins at noon; no delay has any jitter."""

    def __init__(self) -> None:
        self.step = timedelta()
        """By how much somebody has set the calendar's clock."""

    @override
    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.steady()) + self.step

    @override
    def chance(self) -> float:
        return 0.0
