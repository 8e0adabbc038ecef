"""How far our tasks are, by what the server tells unasked. In memory alone."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.ids import TaskId

KEPT = 1000
"""Tasks; of more the oldest are forgotten, and their progress is not told."""

MOST = 99
"""Per cent: what has not ended is not whole."""


class Progress:
    """The tasks that were sent from here and have not ended."""

    def __init__(self, kept: int = KEPT) -> None:
        """Start empty."""
        self._kept = kept
        self._shares: OrderedDict[TaskId, dict[str, float]] = OrderedDict()

    @property
    def tasks(self) -> tuple[TaskId, ...]:
        """All of them, oldest first."""
        return tuple(self._shares)

    def expect(self, task_id: TaskId, nodes: Iterable[str]) -> None:
        """Take on a task, with the nodes of which it is known that they tell of their work."""
        self._shares[task_id] = dict.fromkeys(nodes, 0.0)
        if len(self._shares) > self._kept:
            self._shares.popitem(last=False)

    def know(self, task_id: TaskId) -> None:
        """Take on a task that was sent before a restart; how far it is cannot be told."""
        if task_id not in self._shares:
            self.expect(task_id, ())

    def note(self, task_id: TaskId, node: str, share: float) -> None:
        """Note how much of its work a node has done; other tasks and nodes are not ours."""
        shares = self._shares.get(task_id, {})
        if node in shares:
            shares[node] = share

    def percent(self, task_id: TaskId) -> int | None:
        """Return how much is done; None when nothing was told, or nothing is known."""
        shares = self._shares.get(task_id)
        done = sum(shares.values()) / len(shares) if shares else 0.0
        return min(MOST, max(1, int(100 * done))) if done else None

    def drop(self, task_id: TaskId) -> None:
        """Forget a task that has ended."""
        self._shares.pop(task_id, None)
