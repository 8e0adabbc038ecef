"""The tables of the servers' filters: a part of the schema, which names all."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.metadata import metadata
from bot.store.types import ForeignText, Moment

filters = sa.Table(
    "filters",
    metadata,
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("guild_id", sa.BigInteger, nullable=False),
    sa.Column("place_id", sa.BigInteger, nullable=False),
    sa.Column("key", ForeignText, nullable=False),
    sa.Column("phrase", ForeignText, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("changed_by", sa.BigInteger, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
sa.Index("filters_by_key", filters.c.guild_id, filters.c.place_id, filters.c.key, unique=True)

filter_changes = sa.Table(
    "filter_changes",
    metadata,
    sa.Column(
        "entry",
        sa.ForeignKey("entries.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("place_id", sa.BigInteger, nullable=False),
    sa.Column("key", ForeignText, nullable=False),
    sa.Column("phrase", ForeignText, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
)
"""What an entry of the audit changed; it is kept for as long, and read by who may undo it alone."""

filter_versions = sa.Table(
    "filter_versions",
    metadata,
    sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("version", sa.BigInteger, nullable=False),
)
