"""Where the originals of withheld images are kept, for a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import JobId
    from bot.domain.image import Original


class OriginalStore(Protocol):
    """Untouched bytes with an expiry. They come in with their image's row; see ImageStore."""

    async def get(self, job_id: JobId, number: int, *, now: datetime) -> Original | None:
        """Return an original whose time is not over, or None."""
        ...

    async def expire(self, *, now: datetime) -> int:
        """Delete a little of what is forgotten or whose time is over, oldest first.

        Returns how much, by its own measure: 0 when nothing is left to delete.
        """
        ...
