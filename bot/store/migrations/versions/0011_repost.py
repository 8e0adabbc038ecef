"""Who starred what, and what was posted into showcases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "stars",
        _job(),
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("stars_by_guild", "stars", ["guild_id", "at"])
    op.create_table(
        "showcases",
        _job(),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("claimed_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
    )
    open_ones = sa.text("ended_at IS NULL")
    op.create_index(
        "showcases_due",
        "showcases",
        ["due_at"],
        sqlite_where=open_ones,
        postgresql_where=open_ones,
    )


def downgrade() -> None:
    """Drop the tables, with what is in them."""
    op.drop_table("showcases")
    op.drop_table("stars")


def _job() -> sa.Column[str]:
    key = sa.ForeignKey("jobs.id", ondelete="CASCADE")
    return sa.Column("job", sa.Text, key, primary_key=True, nullable=False)
