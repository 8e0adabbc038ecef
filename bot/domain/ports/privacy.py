"""What is kept of a member, to be handed to them or deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.domain.ids import UserId
    from bot.domain.privacy import Erased, Kept


class PrivacyStore(Protocol):
    """The data of members, of all servers."""

    async def gather(
        self, user_id: UserId, *, most: int, is_late: Callable[[], bool] = ...
    ) -> Kept:
        """Return what is kept of a member, of their jobs the newest ``most``.

        Once ``is_late`` says so, no more of them are looked for.
        """
        ...

    async def erase(self, user_id: UserId, *, now: datetime) -> Erased:
        """Delete what a member made and set, and remember to delete later what has to stay now.

        What is asked again does no harm.
        """
        ...

    async def erase_due(self, *, now: datetime) -> int:
        """Go on with what had to stay; return for how many members something still does."""
        ...
