"""What images are like: of each server what it never wants to see again, known by version."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.domain.fingerprint import NOTHING, RememberedImages
from bot.moderation.hashing import Hashing

if TYPE_CHECKING:
    from bot.domain.fingerprint import Fingerprint
    from bot.domain.ids import GuildId
    from bot.domain.ports import FingerprintStore, Picture

KNOWN = 50_000
"""Images of all servers together; those of the server unasked for longest go first."""


class ByFingerprint:
    """See Likeness."""

    def __init__(self, store: FingerprintStore) -> None:
        """Ask ``store`` each time whether something changed."""
        self._store = store
        self._hashing = Hashing()
        self._known: OrderedDict[GuildId, tuple[int, RememberedImages]] = OrderedDict()
        self._loading = asyncio.Lock()

    async def fingerprint(self, picture: Picture) -> Fingerprint | None:
        """See Likeness."""
        return await self._hashing(picture)

    async def remembered(self, guild_id: GuildId) -> RememberedImages:
        """See Likeness."""
        version = await self._store.version(guild_id)
        if not version:
            return NOTHING
        if (known := self._of(guild_id, version)) is not None:
            return known
        async with self._loading:
            if (known := self._of(guild_id, version)) is not None:
                return known
            read, entries = await self._store.of(guild_id)
            made = await asyncio.to_thread(RememberedImages, entries)
            self._known[guild_id] = read, made
            self._make_room()
            return made

    def _of(self, guild_id: GuildId, version: int) -> RememberedImages | None:
        if guild_id in self._known and self._known[guild_id][0] >= version:
            self._known.move_to_end(guild_id)
            return self._known[guild_id][1]
        return None

    def _make_room(self) -> None:
        held = sum(len(images.entries) + 1 for _, images in self._known.values())
        while held > KNOWN and len(self._known) > 1:
            _, (_, gone) = self._known.popitem(last=False)
            held -= len(gone.entries) + 1
