"""The settings that members made for themselves, in a dictionary."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.member import NOBODY

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.domain.ids import UserId
    from bot.domain.member import Member


class MemoryMemberStore:
    """A MemberStore that forgets everything with the test."""

    def __init__(self) -> None:
        self._members: dict[UserId, Member] = {}

    async def get(self, user_id: UserId) -> Member:
        return self._members.get(user_id, NOBODY)

    async def change(
        self, user_id: UserId, said: Mapping[str, str | int], unsaid: Collection[str] = ()
    ) -> Member:
        before = await self.get(user_id)
        now = replace(before.without(unsaid), **said)  # type: ignore[arg-type] # by name
        self._members[user_id] = now
        return now
