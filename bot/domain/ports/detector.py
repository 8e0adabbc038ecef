"""A judge of our own, for engines that give no confidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain.ports.picture import Picture


class Detector(Protocol):
    """Says how explicit a picture looks."""

    @property
    def name(self) -> str:
        """Its name and version, stored with each verdict; empty when there is none."""
        ...

    async def score(self, picture: Picture) -> float | None:
        """Return 0 (harmless) to 100 (explicit), or None when it cannot be told. Never raises."""
        ...


class NoDetector:
    """Where none is installed: nothing can be told of any picture."""

    name = ""

    async def score(self, _: Picture) -> float | None:
        """Tell nothing."""
        return None
