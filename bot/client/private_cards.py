"""Cards of cases, made for one moderator: what handlers ask for, without knowing who makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.moderation.case import Case


class PrivateCards(Protocol):
    """Makes the cards of cases for one moderator."""

    async def own(
        self, case: Case, locale: str, limit: int
    ) -> tuple[discord.ui.LayoutView, Mapping[str, bytes]]:
        """Return a card with the original of its image, and its files by name."""
        ...

    async def subject(self, case: Case) -> tuple[Job | None, Image | None]:
        """Return what a case is about, as far as it is still there."""
        ...
