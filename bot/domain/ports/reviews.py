"""Where moderators' decisions about images are written, and which cards are to be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import CaseId, GuildId
    from bot.domain.image import Image
    from bot.domain.moderation.review import Card, Outcome, Ruling


class ReviewStore(Protocol):
    """Decides about images: the first decision of each case counts."""

    async def decide(
        self, case_id: CaseId, guild_id: GuildId, ruling: Ruling, *, until: datetime
    ) -> Outcome | None:
        """Decide a case in one transaction with its entry, its image and what is to be told.

        What is approved is shown by its row, its original is kept at least ``until`` then, and
        its job counts as not told, as those of kept and removed images do; the originals of what
        is removed are forgotten. Where the outcome is any other than ``DECIDED`` nothing changes.

        None where there is no case about an image of this id in that server.

        Raises:
            UndeliveredError: its images are still to come.

        """
        ...

    async def judged(self, guild_id: GuildId, channel_id: int, limit: int) -> Sequence[Image]:
        """Return the images posted last in a channel, newest first, as they were judged."""
        ...


class CardStore(Protocol):
    """Which cases have to be shown anew in their review channel: claimed before they are."""

    async def take(self, *, now: datetime, until: datetime) -> Card | None:
        """Return a card that is due, which nobody else is given before ``until``; or None."""
        ...

    async def end(self, card: Card, *, again_at: datetime | None = None) -> None:
        """Note where a card stands that shows its version, or that there is none.

        It is due once more when something happens, and ``again_at``.
        """
        ...

    async def showing(self) -> Sequence[tuple[GuildId, int]]:
        """Return the channels in which cards show originals, each with its server."""
        ...

    async def veil(self, channel_id: int, *, now: datetime) -> int:
        """Have all cards of a channel that show originals made anew at once; return how many.

        They count no longer as showing any: whoever makes them anew says what they show then.
        """
        ...

    async def later(self, card: Card, at: datetime) -> None:
        """Have a card that could not be shown be due again then."""
        ...


class ReviewCards(Protocol):
    """Shows cards in review channels."""

    def look_again(self) -> None:
        """Look soon what there is to show."""
        ...
