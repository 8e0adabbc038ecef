"""The table of budgets: a part of the schema, which names all."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.metadata import metadata
from bot.store.types import Moment

budgets = sa.Table(
    "budgets",
    metadata,
    sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("place_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("unit", sa.Text, primary_key=True),
    sa.Column("cap", sa.Double, nullable=False),
    # The month, and the highest part that was reached in it; then what moderators were told of.
    sa.Column("warned_month", Moment),
    sa.Column("warned_percent", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("told_percent", sa.Integer, nullable=False, server_default=sa.text("0")),
)
