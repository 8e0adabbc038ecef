"""The tables of blocks and strikes: a part of the schema, which names all."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.metadata import metadata
from bot.store.types import ForeignText, Moment

blocks = sa.Table(
    "blocks",
    metadata,
    sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("member", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("by", sa.BigInteger),
    sa.Column("until", Moment),
    sa.Column("why", ForeignText, nullable=False),
    sa.Column("case_id", sa.Text, nullable=False),
)
sa.Index("blocks_by_case", blocks.c.case_id)

strikes = sa.Table(
    "strikes",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("guild_id", sa.BigInteger, nullable=False),
    sa.Column("member", sa.BigInteger, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("ground", sa.Text, nullable=False),
    # Not keys: a strike outlives its job, and its case may still have to be opened.
    sa.Column("job", sa.Text),
    sa.Column("case_id", sa.Text),
    sa.Column("place", sa.BigInteger),
    sa.Column("voided_at", Moment),
    sa.Column("weighed_at", Moment),
    sqlite_autoincrement=True,
)
sa.Index("strikes_by_case", strikes.c.case_id, unique=True)
DUE = strikes.c.weighed_at.is_(None)
"""Nobody has drawn its consequences, or those of its being taken back."""
sa.Index("strikes_due", strikes.c.id, sqlite_where=DUE, postgresql_where=DUE)
sa.Index("strikes_by_member", strikes.c.guild_id, strikes.c.member, strikes.c.at)
