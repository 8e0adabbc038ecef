"""The styles that members and servers keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.style import Outcome, Owner, SavedStyle, StyleId


class StyleStore(Protocol):
    """Styles by their owners; of one owner no two have the same folded name."""

    async def of(self, owners: Sequence[Owner]) -> Sequence[SavedStyle]:
        """Return all that these keep, in no order."""
        ...

    async def get(self, style_id: StyleId) -> SavedStyle | None:
        """Return a style, or None."""
        ...

    async def put(self, styles: Sequence[SavedStyle], *, replace: bool) -> Sequence[Outcome]:
        """Keep styles, in one transaction; return what became of each, in their order.

        One that replaces another has that one's id.

        Args:
            styles: All of one owner, who may keep so many.
            replace: Whether one of the same name goes.

        """
        ...

    async def delete(self, owner: Owner, name: str) -> SavedStyle | None:
        """Forget a style; return it as it was, or None where there is none of that name."""
        ...
