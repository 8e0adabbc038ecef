"""Of which places of a server a moderator may be told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.ids import GuildId, PlaceId

    Stands = Mapping[PlaceId, tuple[PlaceId, ...]]
    """Places, each with what it stood in when something was made there, nearest first: itself, of
    a thread its channel, a category, the server. Empty where nothing was."""


@dataclass(frozen=True, slots=True)
class Within:
    """The places that a list tells of: what stands anywhere else is not in it, nor counted."""

    places: frozenset[PlaceId]
    at_large: bool = False
    """Whether it also tells of what stands nowhere, or concerns the whole server."""

    def holds(self, place: PlaceId | None, guild_id: GuildId) -> bool:
        """Whether something that happened in a place, or nowhere, is told of."""
        if place is None or int(place) == guild_id:
            return self.at_large
        return place in self.places
