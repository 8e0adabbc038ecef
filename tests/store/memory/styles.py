"""The styles that members and servers keep, in a dictionary."""

from __future__ import annotations

from dataclasses import replace as changed
from typing import TYPE_CHECKING

from bot.domain.style import Outcome, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.style import Owner, SavedStyle, StyleId


class MemoryStyleStore:
    """A StyleStore that forgets everything with the test."""

    def __init__(self) -> None:
        self._styles: dict[tuple[Owner, str], SavedStyle] = {}

    async def of(self, owners: Sequence[Owner]) -> Sequence[SavedStyle]:
        return [it for it in self._styles.values() if it.owner in owners]

    async def get(self, style_id: StyleId) -> SavedStyle | None:
        return next((it for it in self._styles.values() if it.id == style_id), None)

    async def put(self, styles: Sequence[SavedStyle], *, replace: bool) -> Sequence[Outcome]:
        return [self._put(it, replace=replace) for it in styles]

    async def delete(self, owner: Owner, name: str) -> SavedStyle | None:
        return self._styles.pop((owner, folded(name)), None)

    def _put(self, it: SavedStyle, *, replace: bool) -> Outcome:
        key = it.owner, folded(it.style.name)
        before = self._styles.get(key)
        if before is not None:
            if replace:
                self._styles[key] = changed(it, id=before.id)
            return Outcome.REPLACED if replace else Outcome.TAKEN
        if sum(owner == it.owner for owner, _ in self._styles) >= it.owner.most:
            return Outcome.FULL
        self._styles[key] = it
        return Outcome.SAVED
