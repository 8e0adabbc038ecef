"""The images that a server wants never to see again, as who manages it changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.domain.fingerprint import MOST, RememberedImage
from bot.domain.moderation.entry import Entry, EntryKind
from bot.errors import RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from bot.domain.ids import GuildId, UserId
    from bot.domain.ports import FingerprintStore

LARGEST = 2**63 - 1
"""More is no number of a row."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Fingerprints:
    """What a decision remembers is kept with it; see ``Reviews``."""

    def __init__(self, store: FingerprintStore, now: Callable[[], datetime]) -> None:
        """Keep them in ``store``."""
        self._store = store
        self._now = now

    async def all(self, guild_id: GuildId) -> Sequence[RememberedImage]:
        """Return the images of a server, oldest first."""
        _, entries = await self._store.of(guild_id)
        return entries

    async def forget(self, guild_id: GuildId, number: int, *, by: UserId) -> RememberedImage:
        """Let an image come again.

        Raises:
            RefusedError: the server remembers none of this number.

        """
        told = Entry(
            guild_id=guild_id,
            kind=EntryKind.FORGOTTEN,
            at=self._now(),
            by=by,
            details={"entry": number},
        )
        gone = await self._store.forget(guild_id, number, told) if number <= LARGEST else None
        if gone is None:
            raise RefusedError(text("images.unknown"))
        log.info("image.forgotten", guild=guild_id, entry=number, by=by)
        return gone

    async def take_in(self, guild_id: GuildId, bits: Iterable[int], *, by: UserId) -> int:
        """Remember images by what another server, or this one, knew of them; return how many."""
        now = self._now()
        entries = [RememberedImage(guild_id=guild_id, bits=it, by=by, at=now) for it in bits]
        told = Entry(
            guild_id=guild_id,
            kind=EntryKind.REMEMBERED,
            at=now,
            by=by,
            details={"change": "import"},
        )
        return await self._store.put(entries, told, most=MOST)
