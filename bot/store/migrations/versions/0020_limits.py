"""Limits of roles, and an index that holds what is counted of a place's images."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

DELIVERED = sa.text("state IN ('delivered')")


def upgrade() -> None:
    """Make the table, and the index anew."""
    op.create_table(
        "tiers",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("role_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("limits", sa.Text, nullable=False),
        sa.Column("changed_by", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
    )
    _index("guild_id", "created_at", "images", "places", "state")


def downgrade() -> None:
    """Drop the table, with what is in it, and make the index as it was."""
    _index("guild_id", "created_at")
    op.drop_table("tiers")


def _index(*columns: str) -> None:
    op.drop_index("jobs_of_guild", "jobs")
    op.create_index(
        "jobs_of_guild",
        "jobs",
        [*columns],
        sqlite_where=DELIVERED,
        postgresql_where=DELIVERED,
        postgresql_using="btree",
    )
