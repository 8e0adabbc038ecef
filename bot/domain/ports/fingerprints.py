"""The images that servers want never to see again, and what tells that one is like them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.fingerprint import Fingerprint, RememberedImage, RememberedImages
    from bot.domain.ids import GuildId
    from bot.domain.moderation.entry import Entry
    from bot.domain.ports.picture import Picture


class FingerprintStore(Protocol):
    """Remembered images by their servers, of which no two have the same bits.

    What a moderator decides about a case is remembered by ``ReviewStore.decide``.
    """

    async def version(self, guild_id: GuildId) -> int:
        """Return a number that grows with each change; 0 of a server that has never had any."""
        ...

    async def of(self, guild_id: GuildId) -> tuple[int, Sequence[RememberedImage]]:
        """Return all of a server in the order of their numbers, and its version."""
        ...

    async def put(self, entries: Sequence[RememberedImage], told: Entry, *, most: int) -> int:
        """Keep entries of one server, as far as there is room, and tell of it; return how many.

        In one transaction. Nothing is told where nothing changed.
        """
        ...

    async def forget(self, guild_id: GuildId, number: int, told: Entry) -> RememberedImage | None:
        """Forget one, and tell of it in its case; return it, or None where there is none."""
        ...


class Likeness(Protocol):
    """Tells what images are like."""

    async def fingerprint(self, picture: Picture) -> Fingerprint | None:
        """Return a picture's; None where it cannot be told. Never raises."""
        ...

    async def remembered(self, guild_id: GuildId) -> RememberedImages:
        """Return what a server remembers at this moment."""
        ...
