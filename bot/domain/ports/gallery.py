"""What a server liked, and who does not want to stand in its gallery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.domain.gallery import Liked, Starred
    from bot.domain.ids import UserId


class GalleryStore(Protocol):
    """Results that members starred."""

    async def liked(self, liked: Liked) -> Sequence[Starred]:
        """Return up to ``gallery.MOST`` of them.

        None of a private job, and none of a member who opted out.
        """
        ...


class OptOuts(Protocol):
    """Members whose images are neither listed in a gallery nor posted into a showcase."""

    async def set_opted_out(self, user_id: UserId, *, out: bool, now: datetime) -> bool:
        """Note what a member wants; return whether that is news."""
        ...

    async def is_opted_out(self, user_id: UserId) -> bool:
        """Return whether a member does not want it."""
        ...

    async def among(self, user_ids: Collection[UserId]) -> frozenset[UserId]:
        """Return which of these do not want it."""
        ...
