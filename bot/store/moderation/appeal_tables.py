"""The tables of appeals and of untold outcomes: a part of the schema, which names all."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.metadata import metadata
from bot.store.moderation.case_tables import cases, entries
from bot.store.types import ForeignText, Moment

appeals = sa.Table(
    "appeals",
    metadata,
    sa.Column("case_id", sa.ForeignKey(cases.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column("guild_id", sa.BigInteger, nullable=False),
    sa.Column("member", sa.BigInteger, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("why", ForeignText, nullable=False),
    sa.Column("locale", ForeignText, nullable=False),
    sa.Column("granted", sa.Boolean),
    sa.Column("decided_by", sa.BigInteger),
    sa.Column("decided_at", Moment),
    # Of the message for moderators, and when it is to be looked after; none: it needs nothing.
    sa.Column("channel_id", sa.BigInteger),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("due_at", Moment),
)
UNANSWERED = appeals.c.granted.is_(None)
IS_DUE = appeals.c.due_at.is_not(None)
sa.Index(
    "appeals_unanswered",
    appeals.c.guild_id,
    sqlite_where=UNANSWERED,
    postgresql_where=UNANSWERED,
)
sa.Index("appeals_due", appeals.c.due_at, sqlite_where=IS_DUE, postgresql_where=IS_DUE)

tellings = sa.Table(
    "tellings",
    metadata,
    sa.Column(
        "entry",
        sa.ForeignKey(entries.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("member", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("case_id", sa.ForeignKey(cases.c.id, ondelete="CASCADE"), nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
)
"""Who is to be told of an entry; a row goes when it was done."""

sa.Index("tellings_due", tellings.c.due_at)
sa.Index("tellings_by_case", tellings.c.case_id, tellings.c.member)

REPORTS = entries.c.kind == sa.literal_column("'reported'")
sa.Index(
    "entries_of_reporters",
    entries.c.guild_id,
    entries.c.by,
    sqlite_where=REPORTS,
    postgresql_where=REPORTS,
)
