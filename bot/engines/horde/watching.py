"""Looks at tasks: the cheap question while they run, the dear one when it tells something new.

The cheap answer is remembered by the server for a second, so that it is not asked for more often.
The dear one is always fresh, and may be asked for ten times a minute: when images are there, and a
few times more when a task should end at any moment.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.domain.ids import recognisable
from bot.domain.ports import TaskStatus, TaskView
from bot.engines.horde import replies, views, wire
from bot.engines.horde.memory import Memory, Watched
from bot.engines.horde.models import Check, Status
from bot.engines.horde.spending import READS, SPARE_READS, reads
from bot.engines.once import Once

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.ids import TaskId
    from bot.engines.horde.spending import Spending
    from bot.engines.transport import Send

log = structlog.get_logger()

REMEMBERED = 1.0
"""Seconds that the server repeats an answer."""

SOON = 1.0
"""Seconds, by the server's estimate, before a task's end from which on to look closely."""

CLOSELY = 0.15
"""Seconds between two looks then, at least: what may be read to spare is used up in a second."""

AT_ANY_MOMENT = 0.25
"""Seconds that are said to be left then, so that the next look comes in time."""


class Watching:
    """Asks how tasks are doing."""

    def __init__(self, ask: Send, spending: Spending, steady: Callable[[], float]) -> None:
        """Ask through ``ask``, which needs no key, by a steady clock."""
        self._ask = ask
        self._spending = spending
        self._steady = steady
        self._once = Once()
        self.memory = Memory()

    async def look(self, task_id: TaskId) -> TaskView:
        """Look once; what would only be repeated to us is not asked for."""
        watched = self.memory.of(task_id)
        seen = await self._seen(task_id, watched)
        if seen is None:
            return watched.view or TaskView(status=TaskStatus.PENDING)
        view = self._viewed(seen, watched)
        watched.view = replace(view, notes=tuple(dict.fromkeys(watched.warnings + view.notes)))
        if seen.is_possible is False and self._once.is_first(task_id):
            log.warning("task.not_possible", task=recognisable(task_id))
        return watched.view

    async def check(self, task_id: TaskId) -> Check:
        """Ask how a task is doing."""
        return replies.read(await self._ask(wire.check(task_id)), Check)

    async def read(self, task_id: TaskId) -> Status:
        """Ask for what a task has made, waiting for our turn if that is soon."""
        await self._spending.turn(reads(task_id))
        return await self._read(task_id)

    async def _seen(self, task_id: TaskId, watched: Watched) -> Check | None:
        """Return what is new of a task, with its images if there are new ones; None is nothing."""
        check = watched.check
        if self._steady() - watched.checked_at >= REMEMBERED:
            check = watched.check = await self.check(task_id)
            watched.checked_at = self._steady()
            if views.has_ended(check) or (check.finished or 0) > watched.read:
                return await self._read_if_allowed(task_id, watched, READS) or check
            return check
        if check is None or not self._is_worth_reading(check, watched):
            return None
        watched.spared += 1
        return await self._read_if_allowed(task_id, watched, SPARE_READS)

    def _is_worth_reading(self, check: Check, watched: Watched) -> bool:
        if views.has_ended(check):
            return True
        if watched.spared >= SPARE_READS:
            return False
        newest = max(watched.read_at, watched.checked_at)
        return views.nearly_ended(check, SOON) and self._steady() - newest >= CLOSELY

    async def _read_if_allowed(self, task_id: TaskId, watched: Watched, most: int) -> Status | None:
        if await self._spending.wait(reads(task_id, most)) > 0:
            return None
        status = await self._read(task_id)
        watched.read_at, watched.read = self._steady(), len(status.generations)
        return status

    async def _read(self, task_id: TaskId) -> Status:
        return replies.read(await self._ask(wire.status(task_id)), Status)

    def _viewed(self, seen: Check, watched: Watched) -> TaskView:
        if isinstance(seen, Status):
            if views.has_ended(seen):
                return views.ended(seen)
            watched.images = views.images_of(seen)
        view = replace(views.pending(seen), images=watched.images)
        if watched.spared < SPARE_READS and views.nearly_ended(seen, SOON):
            return replace(view, remaining=AT_ANY_MOMENT)
        return view
