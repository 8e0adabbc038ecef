"""The tables of cases, and of what happened in a server: a part of the schema, which names all."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.metadata import metadata
from bot.store.types import ForeignText, Moment

cases = sa.Table(
    "cases",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("guild_id", sa.BigInteger, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", sa.BigInteger, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("place", sa.BigInteger),
    # Not a key of jobs: a case outlives its job.
    sa.Column("job", sa.Text),
    sa.Column("image", sa.Integer),
    sa.Column("decision", sa.Text),
    sa.Column("decided_by", sa.BigInteger),
    sa.Column("decided_at", Moment),
)
OF_IMAGE = cases.c.job.is_not(None)
WAITING = sa.and_(
    cases.c.kind == sa.literal_column("'image'"),
    cases.c.decision.is_(None),
)
sa.Index("cases_by_number", cases.c.guild_id, cases.c.number, unique=True)
sa.Index(
    "cases_by_image",
    cases.c.job,
    cases.c.image,
    unique=True,
    sqlite_where=OF_IMAGE,
    postgresql_where=OF_IMAGE,
)
sa.Index(
    "cases_waiting",
    cases.c.guild_id,
    cases.c.number,
    sqlite_where=WAITING,
    postgresql_where=WAITING,
)
sa.Index("cases_by_subject", cases.c.guild_id, cases.c.subject, cases.c.number)

case_numbers = sa.Table(
    "case_numbers",
    metadata,
    sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("last", sa.Integer, nullable=False),
)

entries = sa.Table(
    "entries",
    metadata,
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("guild_id", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("by", sa.BigInteger),
    sa.Column("member", sa.BigInteger),
    sa.Column("place", sa.BigInteger),
    sa.Column("case_id", sa.Text),
    sa.Column("job", sa.Text),
    sa.Column("image", sa.Integer),
    sa.Column("why", ForeignText, nullable=False),
    sa.Column("details", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
OF_CASE = entries.c.case_id.is_not(None)
sa.Index(
    "entries_by_case",
    entries.c.case_id,
    entries.c.id,
    sqlite_where=OF_CASE,
    postgresql_where=OF_CASE,
)
sa.Index("entries_of_guild", entries.c.guild_id, entries.c.id)
OF_POLICY = entries.c.kind == sa.literal_column("'policy_changed'")
sa.Index(
    "entries_of_policies",
    entries.c.guild_id,
    entries.c.place,
    entries.c.id,
    sqlite_where=OF_POLICY,
    postgresql_where=OF_POLICY,
)
