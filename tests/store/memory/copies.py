"""Messages that show images once more, in dictionaries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.copies import Copy, may_stay
from bot.domain.job import JobState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.domain.ids import JobId
    from tests.store.memory.shelf import Shelf


class MemoryCopyStore:
    """A CopyStore that forgets everything with the test; ``withdraw`` is for whoever decides."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._copies: dict[int, Copy] = {}
        self._due: dict[int, datetime] = {}
        self._recalled = set[int]()

    async def begin(self, copy: Copy, *, due: datetime) -> bool:
        known = self._copies.get(copy.press_id)
        if known is None:
            self._copies[copy.press_id] = copy
        else:
            again = replace(known, begun_at=copy.begun_at, numbers=copy.numbers)
            self._copies[copy.press_id] = again
        if known is None or known.withdrawn_at is None:
            self._due[copy.press_id] = due
        return known is None

    async def posted(self, copy: Copy, *, now: datetime) -> None:
        known = self._copies.get(copy.press_id)
        self._due.pop(copy.press_id, None)
        self._copies[copy.press_id] = replace(copy, withdrawn_at=None, stays=True)
        if not self._stays(copy):
            since = (known and known.withdrawn_at) or now
            self._copies[copy.press_id] = replace(copy, withdrawn_at=since)
            self._due[copy.press_id] = now

    async def recall(self, press_id: int, *, now: datetime) -> None:
        if press_id in self._copies:
            self._recalled.add(press_id)
            self._withdraw(press_id, now)

    async def take(self, *, now: datetime, until: datetime) -> Copy | None:
        due = sorted((at, press) for press, at in self._due.items() if at <= now)
        if not due:
            return None
        press = due[0][1]
        self._due[press] = until
        return replace(self._copies[press], stays=self._stays(self._copies[press]))

    async def others(self, copy: Copy) -> Collection[int]:
        return {
            it.message_id
            for it in self._copies.values()
            if it.message_id is not None
            and (it.job_id, it.channel_id) == (copy.job_id, copy.channel_id)
            and it.press_id != copy.press_id
        }

    async def later(self, press_id: int, at: datetime) -> None:
        if press_id in self._copies:
            self._due[press_id] = at

    async def end(self, press_id: int) -> None:
        self._copies.pop(press_id, None)
        self._due.pop(press_id, None)

    def withdraw(self, job_id: JobId, now: datetime) -> None:
        for press, copy in self._copies.items():
            if copy.job_id == job_id:
                self._withdraw(press, now)

    def _withdraw(self, press_id: int, now: datetime) -> None:
        copy = self._copies[press_id]
        self._copies[press_id] = replace(copy, withdrawn_at=copy.withdrawn_at or now)
        self._due[press_id] = now

    def _stays(self, copy: Copy) -> bool:
        row = self._shelf.jobs.get(copy.job_id)
        if row is None or row.job.deleted_by is not None or row.job.state is JobState.FAILED:
            return False
        rows = self._shelf.images.get(copy.job_id, {})
        treated = {number: image.judged.treatment for number, image in rows.items()}
        return copy.press_id not in self._recalled and may_stay(copy.numbers, treated)
