"""Requests that were submitted, and how each stands at a moment."""

from __future__ import annotations

import math
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

from typing_extensions import override

from bot.playground.horde.knobs import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.novita.drawing.order import Order

MAX_KEPT_TASKS = 50_000


@dataclass
class Slot:
    """One image of a request. Moments are seconds of ``time.monotonic()``."""

    seed: int
    starts_at: float
    ends_at: float
    outcome: Outcome
    order: Order
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    is_dropped: bool = False
    """Whether the request was cancelled before this had begun."""

    def is_waiting(self, now: float) -> bool:
        """Whether no worker has it; what was given up waits for ever."""
        given_up = self.outcome is Outcome.GIVEN_UP and now >= self.ends_at
        return not self.is_dropped and (now < self.starts_at or given_up)

    def is_processing(self, now: float) -> bool:
        """Whether a worker has it."""
        return not self.is_dropped and self.starts_at <= now < self.ends_at

    def is_finished(self, now: float) -> bool:
        """Whether there is an image."""
        return not self.is_dropped and self._has_image and now >= self.ends_at

    def is_done(self, now: float, sweep_s: float) -> bool:
        """Whether the server takes it for over."""
        match self.outcome:
            case _ if self.is_dropped:
                return True
            case Outcome.DONE_EARLY:
                return now >= self.starts_at
            case Outcome.GIVEN_UP:
                return now >= self.ends_at + sweep_s
            case _:
                return now >= self.ends_at

    @property
    def _has_image(self) -> bool:
        return self.outcome in {Outcome.MADE, Outcome.DONE_EARLY}


@dataclass
class Task:
    """One accepted submit."""

    body: dict[str, Any]
    key: str
    address: str
    prompt: str
    """What the workers get, which is not always what was sent."""
    slots: list[Slot]
    is_possible: bool
    submitted_at: float
    kudos: float
    headers: Mapping[str, str]
    task_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    refreshed_at: float = field(init=False)
    remembered: tuple[float, dict[str, Any]] | None = None
    """The last answer of ``check``, and when it was made."""
    is_cancelled: bool = False
    checks: int = 0
    reads: int = 0
    downloads: list[int | None] = field(default_factory=list)
    """Status of each; None when the client hung up before the end."""

    def __post_init__(self) -> None:
        self.refreshed_at = self.submitted_at

    @property
    def params(self) -> dict[str, Any]:
        """The ``params`` part of the body."""
        part: dict[str, Any] = self.body.get("params") or {}
        return part

    @property
    def completed_at(self) -> float:
        """When the last image ends or ended; infinite when nobody serves it."""
        ends = [slot.ends_at for slot in self.slots if not slot.is_dropped]
        return max(ends, default=self.submitted_at) if self.is_possible else math.inf

    def cancel(self, now: float) -> None:
        """Drop what has not begun."""
        self.is_cancelled = True
        for slot in self.slots:
            slot.is_dropped = slot.is_dropped or slot.is_waiting(now)

    def finish(self) -> None:
        """End what is under way or waits now, whatever was planned."""
        now = time.monotonic()
        for slot in self.slots:
            slot.starts_at, slot.ends_at = min(slot.starts_at, now), min(slot.ends_at, now)

    def state(self, now: float, *, sweep_s: float, ahead: int) -> dict[str, Any]:
        """Return what ``check`` says of this moment."""
        waiting = sum(slot.is_waiting(now) for slot in self.slots)
        processing = sum(slot.is_processing(now) for slot in self.slots)
        left = self.completed_at - now
        swept = any(
            slot.outcome is Outcome.GIVEN_UP and slot.is_done(now, sweep_s) and not slot.is_dropped
            for slot in self.slots
        )
        return {
            "finished": sum(slot.is_finished(now) for slot in self.slots),
            "processing": processing,
            "restarted": sum(self._restarts(slot, now) for slot in self.slots),
            "waiting": waiting,
            "done": all(slot.is_done(now, sweep_s) for slot in self.slots),
            "faulted": swept,
            "wait_time": max(0, math.ceil(left)) if math.isfinite(left) else 0,
            "queue_position": ahead + 1 if waiting and not processing else 0,
            "kudos": self.kudos * sum(slot.is_finished(now) for slot in self.slots),
            "is_possible": self.is_possible,
        }

    def _restarts(self, slot: Slot, now: float) -> int:
        if slot.outcome is Outcome.DONE_EARLY:
            return 2 if now >= slot.starts_at else 0
        ended = now >= slot.ends_at and not slot.is_dropped
        return {Outcome.FAULTED: 2, Outcome.GIVEN_UP: 3}.get(slot.outcome, 0) if ended else 0


class TaskBook(Sequence[Task]):
    """The newest requests, oldest first, found by index or by id."""

    def __init__(self) -> None:
        self._tasks: dict[str, Task] = {}

    def add(self, task: Task) -> None:
        """Keep a request, dropping the oldest when there are too many."""
        if len(self._tasks) >= MAX_KEPT_TASKS:
            del self._tasks[next(iter(self._tasks))]
        self._tasks[task.task_id] = task

    def find(self, task_id: str) -> Task | None:
        """Return the request of that id."""
        return self._tasks.get(task_id)

    def drop(self, task_id: str) -> None:
        """Forget a request, as the server does when nobody asks for it."""
        self._tasks.pop(task_id, None)

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
