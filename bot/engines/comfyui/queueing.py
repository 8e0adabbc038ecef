"""What waits and what runs on a server. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.engine_errors import MalformedReplyError
from bot.engines.comfyui.replies import Record, rows
from bot.engines.numbers import number

if TYPE_CHECKING:
    from bot.domain.ids import TaskId


@dataclass(frozen=True, slots=True)
class Queue:
    """Tasks by id; those that wait in the order in which they will run."""

    running: tuple[str, ...]
    waiting: tuple[str, ...]

    def __contains__(self, task_id: str) -> bool:
        """Whether a task waits or runs."""
        return task_id in self.running or task_id in self.waiting

    def place(self, task_id: TaskId) -> int | None:
        """Return where a task waits, from 1; None for one that does not."""
        return self.waiting.index(task_id) + 1 if task_id in self.waiting else None


def read_queue(said: Record) -> Queue:
    """Read the queue.

    Raises:
        MalformedReplyError: it is none, so that nothing can be said of what is not in it.

    """
    running, waiting = said.get("queue_running"), said.get("queue_pending")
    if not isinstance(running, list) or not isinstance(waiting, list):
        raise MalformedReplyError("ComfyUI's queue cannot be read")
    return Queue(_ids(running), _ids(waiting))


def _ids(items: list[object]) -> tuple[str, ...]:
    entries = [(number(item[0]) or 0.0, item[1]) for item in map(rows, items) if len(item) > 1]
    ordered = sorted(entries, key=lambda entry: entry[0])
    return tuple(name for _, name in ordered if isinstance(name, str))
