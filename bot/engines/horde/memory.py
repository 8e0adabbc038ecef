"""What is remembered of the tasks that are watched: nothing that a restart may not lose."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.ids import TaskId
    from bot.domain.ports import TaskImage, TaskView
    from bot.engines.horde.models import Check
    from bot.texts.text import Text

KEPT = 1000


@dataclass(slots=True)
class Watched:
    """One task. Moments are of the steady clock."""

    warnings: tuple[Text, ...] = ()
    """Of the answer to its submit."""
    check: Check | None = None
    checked_at: float = -math.inf
    read_at: float = -math.inf
    spared: int = 0
    """How often it was read only to notice its end sooner."""
    read: int = 0
    """Images that there were when they were last read."""
    images: tuple[TaskImage, ...] = ()
    """What of it is finished, as far as it was read."""
    view: TaskView | None = None


class Memory:
    """Tasks by id; of so many that it is bounded, the oldest are forgotten."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._tasks: OrderedDict[TaskId, Watched] = OrderedDict()

    def of(self, task_id: TaskId) -> Watched:
        """Return what is remembered of a task, from now on if there was nothing."""
        watched = self._tasks.setdefault(task_id, Watched())
        self._tasks.move_to_end(task_id)
        if len(self._tasks) > self._kept:
            self._tasks.popitem(last=False)
        return watched

    def forget(self, task_id: TaskId) -> None:
        """Drop a task whose job has ended."""
        self._tasks.pop(task_id, None)
