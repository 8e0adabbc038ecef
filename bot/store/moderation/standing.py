"""Where what is listed may stand, as SQL; and of which places of a server there is anything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import PlaceId

if TYPE_CHECKING:
    from bot.domain.ids import GuildId
    from bot.domain.moderation.within import Stands, Within

_PLACES = sa.text(
    """
    WITH RECURSIVE found(place) AS (
        SELECT max(entries.place) FROM entries
        WHERE entries.guild_id = :guild AND entries.place IS NOT NULL
        UNION ALL
        SELECT (
            SELECT max(entries.place) FROM entries
            WHERE entries.guild_id = :guild AND entries.place IS NOT NULL
            AND entries.place < found.place
        ) FROM found WHERE found.place IS NOT NULL
    )
    SELECT found.place, (
        SELECT jobs.places FROM entries JOIN jobs ON jobs.id = entries.job
        WHERE entries.guild_id = :guild AND entries.place = found.place
        ORDER BY entries.at DESC LIMIT 1
    ) FROM found WHERE found.place IS NOT NULL LIMIT :most
    """
)
"""From one place to the next by their index: the databases would rather read all entries."""


def stands(connection: sa.Connection, guild_id: GuildId, limit: int) -> Stands:
    """Return the newest places of which there are entries, with what a job says they stood in."""
    rows = connection.execute(_PLACES, {"guild": guild_id, "most": limit})
    return {PlaceId(place): _around(place, places) for place, places in rows}


def is_within(
    within: Within, place: sa.ColumnElement[int | None], guild: sa.ColumnElement[int]
) -> sa.ColumnElement[bool]:
    """Return the condition that something stands where it may."""
    is_there = place.in_(sorted(within.places))
    return sa.or_(is_there, place.is_(None), place == guild) if within.at_large else is_there


def _around(place: int, places: str | None) -> tuple[PlaceId, ...]:
    around = tuple(map(PlaceId, json.loads(places))) if places else ()
    return around if around[:1] == (place,) else ()
