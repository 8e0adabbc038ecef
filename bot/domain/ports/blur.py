"""How the detail of a picture is destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain.ports.picture import Picture


class Blur(Protocol):
    """Destroys detail."""

    async def __call__(self, picture: Picture) -> Picture:
        """Return a JPEG that keeps at most 24x24 colour cells, each of 16x16 pixels or more."""
        ...
