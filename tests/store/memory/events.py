"""What happened, in a list."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.event import Event
    from bot.domain.ids import JobId
    from tests.store.memory.shelf import Shelf


class MemoryEventStore:
    """An EventStore that forgets everything with the test."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def of(self, job_id: JobId) -> Sequence[Event]:
        found = [event for event in self._shelf.events if event.job_id == job_id]
        return [
            replace(event, details=json.loads(json.dumps(event.details)), why=str(event.why))
            for event in found
        ]
