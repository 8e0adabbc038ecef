"""The table of members who had their data deleted, while something had to stay."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.metadata import metadata
from bot.store.types import Moment

erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
    # Jobs up to here are to go.
    sa.Column("asked_at", Moment, nullable=False),
)
