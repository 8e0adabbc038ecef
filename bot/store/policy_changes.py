"""What changes of policies leave behind, in SQL: entries, which tell how each is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.moderation.policy_change import Touched
from bot.store.moderation import entries as kept
from bot.store.moderation.case_tables import OF_POLICY, entries
from bot.store.schema import policies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.ids import GuildId, PlaceId
    from bot.domain.moderation.entry import Entry

MOST = 200
"""Later changes of a place that are looked through for who made them."""

_GUILD = entries.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger)
_ID = sa.bindparam("this", type_=sa.BigInteger)
_ONE = sa.select(entries).where(_GUILD, OF_POLICY, entries.c.id == _ID)
_NEWER = (
    sa.select(entries)
    .where(
        _GUILD,
        OF_POLICY,
        entries.c.place == sa.bindparam("where", type_=sa.BigInteger),
        entries.c.id > _ID,
    )
    .order_by(entries.c.id.desc())
    .limit(MOST)
)
_LAST = (
    sa.select(entries.c.by, entries.c.at)
    .where(_GUILD, OF_POLICY, entries.c.place.in_(sa.bindparam("places", expanding=True)))
    .order_by(entries.c.id.desc())
    .limit(1)
)
_LAST_SAID = (
    sa.select(policies.c.changed_by.label("by"), policies.c.changed_at.label("at"))
    .where(
        policies.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
        policies.c.place_id.in_(sa.bindparam("places", expanding=True)),
    )
    .order_by(policies.c.changed_at.desc())
    .limit(1)
)


def found(connection: sa.Connection, guild_id: GuildId, entry_id: int) -> Entry | None:
    """Return the entry of a change in a guild, or None."""
    row = connection.execute(_ONE, {"guild": guild_id, "this": entry_id}).one_or_none()
    return None if row is None else kept.to_entry(row)


def newer(connection: sa.Connection, entry: Entry) -> list[Entry]:
    """Return the changes of the same place that came later, the newest first."""
    asked = {"guild": entry.guild_id, "where": entry.place, "this": entry.id}
    return [kept.to_entry(row) for row in connection.execute(_NEWER, asked)]


def last(connection: sa.Connection, guild_id: GuildId, places: Sequence[PlaceId]) -> Touched | None:
    """Return who changed any of these places last; entries are younger than the first policies."""
    asked = {"guild": guild_id, "places": list(places)}
    rows = [connection.execute(statement, asked).one_or_none() for statement in (_LAST, _LAST_SAID)]
    touched = [Touched(row.by, row.at) for row in rows if row is not None]
    return max(touched, key=lambda each: each.at, default=None)
