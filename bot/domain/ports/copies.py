"""Where messages are noted that show images of a result once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.domain.copies import Copy


class CopyStore(Protocol):
    """Copies are noted before they are sent; whatever withdraws their images makes them due."""

    async def begin(self, copy: Copy, *, due: datetime) -> bool:
        """Note that one is to be sent, and when it is to be looked for if nobody says more.

        Returns whether that was not noted before: of several attempts, the first.
        """
        ...

    async def posted(self, copy: Copy, *, now: datetime) -> None:
        """Note where one stands. It is due at once if it may not stay by what was decided."""
        ...

    async def recall(self, press_id: int, *, now: datetime) -> None:
        """Have one taken away, whatever is decided about its images."""
        ...

    async def take(self, *, now: datetime, until: datetime) -> Copy | None:
        """Return one that is due, which nobody else is given before ``until``; None for none."""
        ...

    async def others(self, copy: Copy) -> Collection[int]:
        """Return messages in its channel that show its job, and are not it."""
        ...

    async def later(self, press_id: int, at: datetime) -> None:
        """Have one looked at again."""
        ...

    async def end(self, press_id: int) -> None:
        """Forget one that is gone, or never was."""
        ...
