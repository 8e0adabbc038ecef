"""An engine's models as the database keeps them: for the next start, and for all processes."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.engines.shelf import stocked
from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from bot.domain.models import ModelKind
    from bot.domain.ports import ModelStore
    from bot.engines.shelf import Shelf

NEWS_SECONDS = 60.0
"""Between two looks whether another process has listed something."""

HELD = timedelta(minutes=2)
"""How long a process may be silent that asks for all; the next one asks then."""

HOLD_SECONDS = 30.0
"""Between two words of who still asks, which takes minutes where lists are long."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """What was listed before, by this process or another."""

    shelves: Mapping[ModelKind, Shelf]
    """Of the kinds of which something is kept."""
    is_fresh: bool
    """Whether it is not yet time to ask again."""


class Stock:
    """Says when to ask, and keeps the answers. A database that fails is no matter to an engine."""

    def __init__(
        self,
        store: ModelStore,
        source: str,
        holder: str,
        *,
        now: Callable[[], datetime],
        alone: bool = False,
    ) -> None:
        """Keep what ``source`` lists.

        ``holder`` is this process's name; one that is ``alone`` asks at its start in any case.
        """
        self._store = store
        self._source = source
        self._holder = holder
        self._now = now
        self._asks_now = alone
        self._version = 0

    async def recall(self, every: float) -> Kept | None:
        """Return what is kept if it is not known here yet; it is asked for ``every`` so often."""
        try:
            edition = await self._store.edition(self._source)
            if edition.version == self._version:
                return None
            kept = await self._store.load(self._source)
        except StoreError as error:
            self._failed("recall", error)
            return None
        self._version = edition.version
        asked_at, now = edition.asked_at, self._now()
        is_fresh = asked_at is not None and now - timedelta(seconds=every) < asked_at <= now
        shelves = await asyncio.to_thread(lambda: {kind: stocked(it) for kind, it in kept.items()})
        return Kept(shelves, is_fresh)

    async def keep(self, kind: ModelKind, shelf: Shelf) -> None:
        """Keep what a kind has come to; nothing at all is never believed."""
        if not len(shelf):
            return
        try:
            before = await self._store.edition(self._source)
            written = await self._store.save(self._source, kind, tuple(shelf.models))
            if before.version == self._version:
                # Nobody else wrote, so that what is kept is what is known here.
                self._version = (await self._store.edition(self._source)).version
        except StoreError as error:
            self._failed("keep", error)
        else:
            if written:
                log.info("catalogue.kept", source=self._source, models=kind.value, written=written)

    async def round(
        self,
        ask: Callable[[], Awaitable[bool]],
        take: Callable[[Kept], Awaitable[None]],
        *,
        every: float,
        retry: float,
    ) -> float:
        """Ask for everything if it is time and nobody else does; else take what others listed.

        ``ask`` tells whether it had everything, and ``retry`` is after how long it is asked again
        if not. Return the seconds to the next round.
        """
        if (kept := await self.recall(every)) is not None:
            await take(kept)
        if not await self._claimed(every):
            return NEWS_SECONDS
        is_fresh, holding = False, asyncio.create_task(self._hold(every))
        try:
            is_fresh = await ask()
        finally:
            holding.cancel()
            await self._release(is_fresh=is_fresh)
        return min(every if is_fresh else retry, NEWS_SECONDS)

    async def _hold(self, every: float) -> None:
        while True:
            await asyncio.sleep(HOLD_SECONDS)
            await self._claimed(every)

    async def _claimed(self, every: float) -> bool:
        now = self._now()
        before = now if self._asks_now else now - timedelta(seconds=every)
        try:
            return await self._store.claim(
                self._source, self._holder, now=now, until=now + HELD, before=before
            )
        except StoreError as error:
            self._failed("claim", error)
            return False

    async def _release(self, *, is_fresh: bool) -> None:
        asked_at = self._now() if is_fresh else None
        self._asks_now = self._asks_now and not is_fresh
        try:
            await self._store.release(self._source, self._holder, asked_at=asked_at)
        except StoreError as error:
            self._failed("release", error)

    def _failed(self, act: str, error: StoreError) -> None:
        log.warning("catalogue.not_kept", source=self._source, act=act, why=str(error))


class Unkept:
    """Keeps nothing: what an engine lists is known to this process, and as long as it runs."""

    async def recall(self, _: float) -> Kept | None:
        """Know nothing."""
        return None

    async def keep(self, kind: ModelKind, shelf: Shelf) -> None:
        """Keep nothing."""

    async def round(
        self,
        ask: Callable[[], Awaitable[bool]],
        _: Callable[[Kept], Awaitable[None]],
        *,
        every: float,
        retry: float,
    ) -> float:
        """Ask for everything; return the seconds to the next time."""
        return every if await ask() else retry


def source_of(engine: str, address: str) -> str:
    """Return what lists are kept by: an engine at another address has others."""
    return f"{engine} {hashlib.sha256(address.encode()).hexdigest()[:16]}"
