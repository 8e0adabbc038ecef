"""Tasks that were queued, and what has become of each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, overload

from typing_extensions import override

if TYPE_CHECKING:
    from bot.playground.comfyui.graphs import Graph

MAX_KEPT_TASKS = 50_000


class Stage(StrEnum):
    """Where a task is; ``REMOVED`` leaves no trace at the server, as does a restart."""

    WAITING = "pending"
    RUNNING = "in_progress"
    SUCCEEDED = "completed"
    FAILED = "failed"
    INTERRUPTED = "cancelled"
    REMOVED = "removed"


@dataclass(eq=False)
class Task:
    """One accepted graph. Moments are milliseconds since the epoch."""

    task_id: str
    number: float
    graph: Graph
    outputs: list[str]
    """The nodes whose images are made; not those that were refused."""
    client_id: str | None
    extra: dict[str, Any]
    is_doomed: bool = False
    """Whether it is to fail."""
    stage: Stage = Stage.WAITING
    results: dict[str, Any] = field(default_factory=dict)
    messages: list[list[Any]] = field(default_factory=list)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when it is to be interrupted."""
    finishing: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when it is to end well at once, whatever was planned."""
    views: int = 0
    """How often one of its images was fetched."""

    @property
    def prompt(self) -> list[Any]:
        """The form in which the queue and the history tell of it."""
        return [self.number, self.task_id, self.graph, self.extra, self.outputs]

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will become of it."""
        return self.stage not in {Stage.WAITING, Stage.RUNNING}

    def note(self, kind: str, **data: object) -> dict[str, object]:
        """Put a message into its history, and return what is told of it."""
        told = {"prompt_id": self.task_id, **data, "timestamp": now_ms()}
        self.messages.append([kind, told])
        return told

    def finish(self) -> None:
        """End the task well as soon as it runs."""
        self.finishing.set()


def now_ms() -> int:
    """Return the moment, as servers tell it."""
    return round(time.time() * 1000)


class TaskBook(Sequence[Task]):
    """All accepted graphs, oldest first; an id may come more than once."""

    def __init__(self) -> None:
        self._tasks: list[Task] = []

    def add(self, task: Task) -> None:
        """Keep a task, dropping the oldest when there are too many."""
        self._tasks.append(task)
        del self._tasks[:-MAX_KEPT_TASKS]

    def running(self) -> list[Task]:
        """Return what runs: one task at most."""
        return [task for task in self._tasks if task.stage is Stage.RUNNING]

    def waiting(self) -> list[Task]:
        """Return what waits, in the order in which it will run."""
        waiting = [task for task in self._tasks if task.stage is Stage.WAITING]
        return sorted(waiting, key=lambda task: task.number)

    @overload
    def __getitem__(self, index: int) -> Task: ...
    @overload
    def __getitem__(self, index: slice) -> list[Task]: ...
    @override
    def __getitem__(self, index: int | slice) -> Task | list[Task]:
        return self._tasks[index]

    @override
    def __len__(self) -> int:
        return len(self._tasks)
