"""The images that servers remember, in a list."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from tests.store.memory.cases import MemoryAuditStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.fingerprint import RememberedImage
    from bot.domain.ids import GuildId
    from bot.domain.moderation.entry import Entry


class MemoryFingerprintStore:
    """A FingerprintStore that forgets everything with the test."""

    def __init__(self, audit: MemoryAuditStore | None = None) -> None:
        self.audit = audit or MemoryAuditStore()
        self.reads = 0
        self._kept: list[RememberedImage] = []
        self._versions: dict[GuildId, int] = {}
        self._numbers = count(1)

    async def version(self, guild_id: GuildId) -> int:
        return self._versions.get(guild_id, 0)

    async def of(self, guild_id: GuildId) -> tuple[int, Sequence[RememberedImage]]:
        self.reads += 1
        return await self.version(guild_id), self.here(guild_id)

    async def put(self, entries: Sequence[RememberedImage], told: Entry, *, most: int) -> int:
        added = self.add(told.guild_id, entries, most)
        if added:
            await self.audit.add([replace(told, details={**told.details, "count": added})])
        return added

    async def forget(self, guild_id: GuildId, number: int, told: Entry) -> RememberedImage | None:
        for it in self.here(guild_id):
            if it.number == number:
                self._kept.remove(it)
                self._next(guild_id)
                await self.audit.add([replace(told, case_id=it.case_id)])
                return it
        return None

    def here(self, guild_id: GuildId) -> list[RememberedImage]:
        return [it for it in self._kept if it.guild_id == guild_id]

    def add(self, guild_id: GuildId, entries: Sequence[RememberedImage], most: int) -> int:
        """Keep what is not there; see ``put``."""
        known = {it.bits for it in self.here(guild_id)}
        new = {it.bits: it for it in entries if it.bits not in known}
        added = list(new.values())[: max(0, most - len(known))]
        self._kept += [replace(it, number=next(self._numbers)) for it in added]
        self._next(guild_id)
        return len(added)

    def _next(self, guild_id: GuildId) -> None:
        self._versions[guild_id] = self._versions.get(guild_id, 0) + 1
