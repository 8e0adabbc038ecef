"""What the twins of one database share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.event import Event
    from bot.domain.ids import JobId
    from bot.domain.image import Image, Original
    from tests.store.memory.rows import Row


@dataclass(slots=True)
class Shelf:
    jobs: dict[JobId, Row] = field(default_factory=dict)
    images: dict[JobId, dict[int, Image]] = field(default_factory=dict)
    originals: dict[tuple[JobId, int], Original] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def forget_originals(self, job_id: JobId) -> None:
        """Keep no original of a job."""
        for key in [key for key in self.originals if key[0] == job_id]:
            del self.originals[key]
