"""Who does not want to stand in the gallery, in a set."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.domain.ids import UserId


class MemoryOptOuts:
    """OptOuts that forget everything with the test."""

    def __init__(self) -> None:
        self._out: set[UserId] = set()

    async def set_opted_out(self, user_id: UserId, *, out: bool, now: datetime) -> bool:
        is_news = (user_id in self._out) is not out
        (self._out.add if out else self._out.discard)(user_id)
        return is_news

    async def is_opted_out(self, user_id: UserId) -> bool:
        return user_id in self._out

    async def among(self, user_ids: Collection[UserId]) -> frozenset[UserId]:
        return frozenset(self._out.intersection(user_ids))
