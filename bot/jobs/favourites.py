"""What a member and their server use most, remembered for a moment."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from bot.domain.models import ModelKind
from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.domain.ids import GuildId, UserId
    from bot.domain.ports import ModelUses, Uses

SECONDS = 0.3
"""For which a keystroke waits; the next one finds what came later."""

FRESH = 60.0
"""Seconds for which an answer counts."""

MOST = 2000
"""Members who are remembered; who typed longest ago goes first."""

NAMES = 50
"""Of a kind that are favourites."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Favourites:
    """Asks the database once for many keystrokes."""

    def __init__(self, uses: ModelUses, steady: Callable[[], float]) -> None:
        """Ask ``uses``; ``steady`` tells the seconds."""
        self._uses = uses
        self._steady = steady
        self._known: OrderedDict[
            tuple[GuildId, UserId], tuple[float, asyncio.Task[Mapping[ModelKind, tuple[str, ...]]]]
        ] = OrderedDict()

    async def of(self, guild_id: GuildId, user_id: UserId, kind: ModelKind) -> tuple[str, ...]:
        """Return names, the member's own most used first, then the server's; none if it is late."""
        key, now = (guild_id, user_id), self._steady()
        asked_at, asking = self._known.get(key, (now, None))
        if asking is None or now - asked_at > FRESH:
            asking = asyncio.create_task(self._ask(guild_id, user_id))
            self._known[key] = now, asking
            self._known.move_to_end(key)
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                return (await asyncio.shield(asking)).get(kind, ())
        return ()

    async def _ask(self, guild_id: GuildId, user_id: UserId) -> Mapping[ModelKind, tuple[str, ...]]:
        try:
            both = await asyncio.gather(
                self._uses.by_member(guild_id, user_id), self._uses.by_guild(guild_id)
            )
        except StoreError as error:
            log.warning("favourites.unknown", why=str(error))
            return {}
        return {kind: _ranked(kind, *both) for kind in ModelKind}


def _ranked(kind: ModelKind, *uses: Uses) -> tuple[str, ...]:
    names = dict.fromkeys(
        name
        for counts in (used.get(kind, {}) for used in uses)
        for name in sorted(counts, key=lambda name: (-counts[name], name))
    )
    return tuple(names)[:NAMES]
