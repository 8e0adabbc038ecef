"""Members' data: handed to them, deleted when they say so, and later what had to stay then."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot.jobs.loops import Loops

if TYPE_CHECKING:
    from bot.domain.ids import UserId
    from bot.domain.ports import PrivacyStore
    from bot.domain.privacy import Erased, Kept
    from bot.jobs.clock import Clock

GATHER_SECONDS = 30.0
"""For the look at jobs; those that were not found by then are said to be missing."""

JOBS = "jobs"

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

    async def gather(self, user_id: UserId) -> Kept:
        """Return all that is kept of a member, as far as it is found in time."""
        late_at = self._clock.steady() + GATHER_SECONDS
        is_late = lambda: self._clock.steady() > late_at  # noqa: E731 - told to the store alone
        return await self._store.gather(user_id, most=MOST_JOBS, is_late=is_late)

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


async def fitted(kept: Kept, room: int) -> tuple[Kept, bytes]:
    """Return an archive that is no larger than ``room``, and what is in it: a file for each kind.

    The newest jobs stay; where the rest alone is too much, what there is most of is left out.
    """
    archive = await asyncio.to_thread(_zipped, kept)
    while len(archive) > room and any(kept.parts.values()):
        kept = _fewer(kept, room / len(archive))
        archive = await asyncio.to_thread(_zipped, kept)
    return kept, archive


def _fewer(kept: Kept, share: float) -> Kept:
    """Return less of it, and always less; about so much as will do."""
    jobs = kept.parts.get(JOBS, ())
    if jobs:
        some = jobs[: int(len(jobs) * min(share, 1.0) * 0.9)]
        return replace(kept, parts={**kept.parts, JOBS: some}, is_whole=False)
    most = max(kept.parts, key=lambda name: len(kept.parts[name]))
    parts = {**kept.parts, most: ()}
    return replace(kept, parts=parts, left_out=(*kept.left_out, most))


def _zipped(kept: Kept) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, things in kept.parts.items():
            # Thing by thing: to encode all of them in one go would keep all else from running.
            with archive.open(f"{name}.json", "w") as file:
                for number, thing in enumerate(things):
                    told = json.dumps(thing, ensure_ascii=False, default=_plain)
                    file.write(f"{',' if number else '['}\n{told}".encode(errors="replace"))
                file.write(b"\n]\n" if things else b"[]\n")
    return made.getvalue()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
