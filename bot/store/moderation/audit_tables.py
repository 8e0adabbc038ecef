"""How entries are found, and how far they were told in channels: a part of the schema."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.metadata import metadata
from bot.store.moderation.case_tables import entries
from bot.store.types import Moment

# What is looked for comes by its time, the latest first; of one time by number.
sa.Index("entries_by_time", entries.c.guild_id, entries.c.at, entries.c.id)
sa.Index("entries_by_kind", entries.c.guild_id, entries.c.kind, entries.c.at, entries.c.id)
for _column in (entries.c.by, entries.c.member, entries.c.place):
    _is_said = _column.is_not(None)
    sa.Index(
        f"entries_of_{_column.name}",
        entries.c.guild_id,
        _column,
        entries.c.at,
        entries.c.id,
        sqlite_where=_is_said,
        postgresql_where=_is_said,
    )

log_cursors = sa.Table(
    "log_cursors",
    metadata,
    # A row is there while something is to be told.
    sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("told", sa.BigInteger, nullable=False),
    # The last entry of what may have been posted: the next attempt must not say more.
    sa.Column("taken", sa.BigInteger),
    sa.Column("due_at", Moment, nullable=False),
)
sa.Index("log_cursors_due", log_cursors.c.due_at)
