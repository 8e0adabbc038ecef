"""Members' data: handed to them, deleted when they say so, and later what had to stay then."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot.jobs.loops import Loops

if TYPE_CHECKING:
    from bot.domain.ids import UserId
    from bot.domain.ports import PrivacyStore
    from bot.domain.privacy import Erased, Kept
    from bot.jobs.clock import Clock

LOOK_AGAIN = 3600.0
"""Seconds between two looks at what has to stay no longer."""

MOST_JOBS = 20_000
"""That are handed over: they fit into a file that Discord takes."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class MembersData:
    """What is kept of members; ``run`` wants a task of its own."""

    def __init__(self, store: PrivacyStore, clock: Clock) -> None:
        """Find it in ``store``."""
        self._store = store
        self._clock = clock

    async def gather(self, user_id: UserId, most: int = MOST_JOBS) -> Kept:
        """Return all that is kept of a member."""
        return await self._store.gather(user_id, most=most)

    async def erase(self, user_id: UserId) -> Erased:
        """Delete what a member made and set; what has to stay goes later."""
        gone = await self._store.erase(user_id, now=self._clock.now())
        log.info("member.erased", jobs=gone.jobs, in_cases=gone.in_cases, running=gone.under_way)
        return gone

    async def run(self) -> None:
        """Delete what has to stay no longer, until cancelled."""
        await Loops(self._clock).repeat("erasures", LOOK_AGAIN, self._go_on)

    async def _go_on(self) -> None:
        await self._store.erase_due(now=self._clock.now())


async def zipped(kept: Kept) -> bytes:
    """Return all of it as an archive with a file of JSON for each kind."""
    return await asyncio.to_thread(_zipped, kept)


def _zipped(kept: Kept) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, things in kept.parts.items():
            told = json.dumps(things, indent=1, ensure_ascii=False, default=_plain)
            archive.writestr(f"{name}.json", told)
    return made.getvalue()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
