"""What a member has made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain.history import HistoryPage, Wanted


class HistoryStore(Protocol):
    """The delivered jobs of a member in a server."""

    async def page(self, wanted: Wanted, *, offset: int, limit: int) -> HistoryPage:
        """Return ``limit`` of the jobs that are meant, after the ``offset`` newest."""
        ...
