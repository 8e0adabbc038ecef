"""Tasks of the stand-in: what was asked, by whom, and how it goes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.novita.drawing.order import Order


@dataclass(eq=False)
class Task:
    """One accepted request. Moments are seconds of ``time.monotonic()``."""

    task_id: str
    body: Mapping[str, Any]
    seed: int
    orders: tuple[Order, ...]
    duration: float
    is_ours: bool = True
    """False for somebody else's, by the page of the web UI."""
    created_at: float = field(default_factory=time.monotonic)
    started_at: float | None = None
    ended_at: float | None = None
    is_interrupted: bool = False
    is_cancelled: bool = False
    failure: str = ""
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    """Ends the run, however long it was to take."""

    @property
    def state(self) -> str:
        """``queued``, ``running`` or ``ended``."""
        if self.ended_at is not None:
            return "ended"
        return "queued" if self.started_at is None else "running"

    def progress(self, now: float) -> float:
        """Return how much of the run is done, from 0 to 1."""
        if self.started_at is None or self.duration <= 0:
            return 0.0
        return min(0.99, (now - self.started_at) / self.duration)

    def release(self) -> None:
        """End the run now, with all its images."""
        self.duration = 0.0
        self.let_go.set()

    def interrupt(self) -> None:
        """End the run now, with an unfinished image."""
        self.is_interrupted = True
        self.let_go.set()
