"""The settings that members made for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.domain.ids import UserId
    from bot.domain.member import Member


class MemberStore(Protocol):
    """Settings by member."""

    async def get(self, user_id: UserId) -> Member:
        """Return what a member said; of who never did, nothing is said."""
        ...

    async def change(
        self, user_id: UserId, said: Mapping[str, str | int], unsaid: Collection[str] = ()
    ) -> Member:
        """Note what is ``said`` and forget what is ``unsaid``, by name; return what is said now."""
        ...
