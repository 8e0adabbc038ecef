"""Where cases are kept, and what happened in a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.domain.ids import CaseId, GuildId, JobId
    from bot.domain.moderation.audit import Sought, Told
    from bot.domain.moderation.case import Case
    from bot.domain.moderation.casefile import CaseSearch
    from bot.domain.moderation.entry import Entry, EntryKind


class CaseStore(Protocol):
    """Cases and their entries, server by server."""

    async def open(self, case: Case, entries: Sequence[Entry]) -> Case:
        """Keep a case with its first entries, and return it with its number.

        Of an image that has a case that one is returned, and gets the entries. An entry needs no
        ``case_id``.
        """
        ...

    async def add(self, case_id: CaseId, entries: Sequence[Entry]) -> Case | None:
        """Add entries to a case, and return it; None if there is no such case."""
        ...

    async def get(self, case_id: CaseId) -> Case | None:
        """Return a case, whatever server it is of, or None."""
        ...

    async def numbered(self, guild_id: GuildId, number: int) -> Case | None:
        """Return a case of a server by its number, or None."""
        ...

    async def of_image(self, job_id: JobId, image: int) -> Case | None:
        """Return the case of an image, or None."""
        ...

    async def waiting(
        self, guild_id: GuildId, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Case], int]:
        """Return cases that wait for a moderator, oldest first, and how many there are."""
        ...

    async def sought(
        self, sought: CaseSearch, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Case], int]:
        """Return cases that are looked for, the latest first, and how many there are."""
        ...

    async def entries(self, case_id: CaseId) -> Sequence[Entry]:
        """Return all that happened in a case, in order."""
        ...

    async def entries_of(
        self, case_ids: Collection[CaseId], kinds: Collection[EntryKind]
    ) -> Mapping[CaseId, Sequence[Entry]]:
        """Return what of some kinds happened in each of several cases, in order."""
        ...


class AuditStore(Protocol):
    """All entries of a server, those of its cases among them."""

    async def add(self, entries: Sequence[Entry]) -> None:
        """Add entries that belong to no case."""
        ...

    async def one(self, guild_id: GuildId, number: int) -> Entry | None:
        """Return an entry of a server by its number; None if there is none, or none any more."""
        ...

    async def page(
        self, sought: Sought, *, limit: int, offset: int = 0
    ) -> tuple[Sequence[Told], int]:
        """Return entries, the latest first, and how many there are.

        More than ``MOST_COUNTED`` are not counted, but one.
        """
        ...

    async def piece(
        self, sought: Sought, *, limit: int, before: Entry | None = None
    ) -> Sequence[Told]:
        """Return entries, the latest first: those that come behind ``before``."""
        ...
