"""Tasks that were submitted, and what state each is in at a moment."""

from __future__ import annotations

import asyncio
import math
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.novita.drawing.order import Order
    from bot.playground.novita.timing import Plan

QUEUED = "TASK_STATUS_QUEUED"
PROCESSING = "TASK_STATUS_PROCESSING"
SUCCEED = "TASK_STATUS_SUCCEED"
FAILED = "TASK_STATUS_FAILED"

MAX_KEPT_TASKS = 50_000


@dataclass(frozen=True, slots=True)
class Poll:
    """One look at a task; ``status`` is None when it was answered with TASK_NOT_FOUND."""

    at: float
    status: str | None


@dataclass(frozen=True, slots=True)
class Download:
    """One request for an image, ``index`` counted from 0."""

    at: float
    index: int
    status: int | None
    """None when the client hung up before the end."""


@dataclass
class Task:
    """One accepted submit. Moments are seconds of ``time.monotonic()``."""

    body: dict[str, Any]
    headers: Mapping[str, str]
    seed: int
    orders: tuple[Order, ...]
    failure: str | None
    submitted_at: float
    plan: Plan
    confidence: float | None = None
    """Of all images, where somebody has set it."""
    completed_at: float = field(init=False)
    """When the task ends or ended; infinite while nobody knows."""
    task_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    names: tuple[str, ...] = ()
    polls: list[Poll] = field(default_factory=list)
    downloads: list[Download] = field(default_factory=list)
    webhook_attempts: list[int | None] = field(default_factory=list)
    """Status of each delivery of the event, None for no answer."""
    rescheduled: asyncio.Event = field(default_factory=asyncio.Event)
    wall_offset: float = field(default_factory=lambda: time.time() - time.monotonic())

    def __post_init__(self) -> None:
        self.completed_at = self.submitted_at + self.plan.total_s
        self.names = tuple(f"{uuid.uuid4().hex}.{order.format}" for order in self.orders)

    @property
    def started_at(self) -> float:
        """When the task left the queue."""
        return min(self.submitted_at + self.plan.queue_s, self.completed_at)

    @property
    def completed_wall(self) -> float:
        """``completed_at`` as seconds since the epoch."""
        return self.completed_at + self.wall_offset

    @property
    def request(self) -> dict[str, Any]:
        """The ``request`` part of the body."""
        part: dict[str, Any] = self.body["request"]
        return part

    @property
    def extra(self) -> dict[str, Any]:
        """The ``extra`` part of the body, empty when absent."""
        return self.body.get("extra") or {}

    def status_at(self, now: float) -> str:
        """Return the status a poll at ``now`` sees."""
        if now >= self.completed_at:
            return SUCCEED if self.failure is None else FAILED
        return PROCESSING if now >= self.started_at else QUEUED

    def progress_at(self, now: float) -> int:
        """Return how much of the run is done, 0 to 99, while it runs."""
        run = self.completed_at - self.started_at
        if not math.isfinite(run) or run <= 0:
            return 0
        return max(0, min(99, int(100 * (now - self.started_at) / run)))

    def finish(self, failure: str | None = None) -> None:
        """End the task now, whatever was planned."""
        self.completed_at = time.monotonic()
        self.failure = failure or self.failure
        self.rescheduled.set()


class TaskBook(Sequence[Task]):
    """The newest tasks, oldest first, found by index or by id."""

    def __init__(self) -> None:
        self._tasks: dict[str, Task] = {}

    def add(self, task: Task) -> None:
        """Keep a task, dropping the oldest when there are too many."""
        if len(self._tasks) >= MAX_KEPT_TASKS:
            del self._tasks[next(iter(self._tasks))]
        self._tasks[task.task_id] = task

    def clear(self) -> None:
        """Forget all tasks."""
        self._tasks.clear()

    def find(self, task_id: str) -> Task | None:
        """Return the task of that id."""
        return self._tasks.get(task_id)

    @overload
    def __getitem__(self, index: int) -> Task: ...
    @overload
    def __getitem__(self, index: slice) -> list[Task]: ...
    @override
    def __getitem__(self, index: int | slice) -> Task | list[Task]:
        return list(self._tasks.values())[index]

    @override
    def __len__(self) -> int:
        return len(self._tasks)
