"""The table of cards: a part of the schema, which names all."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.metadata import metadata
from bot.store.moderation.case_tables import cases
from bot.store.types import Moment

cards = sa.Table(
    "cards",
    metadata,
    sa.Column(
        "case_id",
        sa.Text,
        sa.ForeignKey(cases.c.id, ondelete="CASCADE"),
        primary_key=True,
        nullable=False,
    ),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("leased_until", Moment),
    sa.Column("begun_at", Moment),
    sa.Column("channel_id", sa.BigInteger),
    sa.Column("message_id", sa.BigInteger),
    # As far as nobody has it made anew already.
    sa.Column("shows_original", sa.Boolean, nullable=False, server_default=sa.false()),
)
SHOWS_ORIGINAL = cards.c.shows_original
DUE = cards.c.due_at.is_not(None)
sa.Index("cards_due", cards.c.due_at, sqlite_where=DUE, postgresql_where=DUE)
sa.Index(
    "cards_showing",
    cards.c.channel_id,
    sqlite_where=SHOWS_ORIGINAL,
    postgresql_where=SHOWS_ORIGINAL,
)
