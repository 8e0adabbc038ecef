"""The versions of remembered images in a database that no other process uses, remembered.

Each job asks for its server's three times: before its images are posted, and after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.fingerprint import RememberedImage
    from bot.domain.ids import CaseId, GuildId
    from bot.domain.image import Image
    from bot.domain.moderation.entry import Entry
    from bot.domain.moderation.review import Outcome, Ruling
    from bot.domain.ports import FingerprintStore, ReviewStore


class RememberedFingerprints:
    """A FingerprintStore in front of another, which nobody changes but through it and reviews."""

    def __init__(self, store: FingerprintStore) -> None:
        """Ask ``store`` for what is not remembered."""
        self._store = store
        self._versions = Remembered(store.version)

    async def version(self, guild_id: GuildId) -> int:
        """See FingerprintStore."""
        return await self._versions.of(guild_id)

    async def of(self, guild_id: GuildId) -> tuple[int, Sequence[RememberedImage]]:
        """See FingerprintStore."""
        return await self._store.of(guild_id)

    async def put(self, entries: Sequence[RememberedImage], told: Entry, *, most: int) -> int:
        """See FingerprintStore."""
        act = self._store.put(entries, told, most=most)
        return await self._versions.change(told.guild_id, act)

    async def forget(self, guild_id: GuildId, number: int, told: Entry) -> RememberedImage | None:
        """See FingerprintStore."""
        return await self._versions.change(guild_id, self._store.forget(guild_id, number, told))

    def reviews(self, store: ReviewStore) -> ReviewStore:
        """Return a store of reviews whose decisions count here, too."""
        return _Reviews(store, self._versions)


class _Reviews:
    """A ReviewStore in front of another."""

    def __init__(self, store: ReviewStore, versions: Remembered[int]) -> None:
        self._store = store
        self._versions = versions

    async def decide(
        self, case_id: CaseId, guild_id: GuildId, ruling: Ruling, *, until: datetime
    ) -> Outcome | None:
        """See ReviewStore."""
        act = self._store.decide(case_id, guild_id, ruling, until=until)
        return await self._versions.change(guild_id, act)

    async def judged(self, guild_id: GuildId, channel_id: int, limit: int) -> Sequence[Image]:
        """See ReviewStore."""
        return await self._store.judged(guild_id, channel_id, limit)
