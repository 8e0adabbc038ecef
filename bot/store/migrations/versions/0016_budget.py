"""Budgets, and what is spent of them; whether a job's cost is told to its member."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_PRICED = sa.text("cost IS NOT NULL")


def upgrade() -> None:
    """Make the table, the column and the index."""
    op.create_table(
        "budgets",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("place_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("unit", sa.Text, primary_key=True),
        sa.Column("cap", sa.Double, nullable=False),
        sa.Column("warned_month", sa.BigInteger),
        sa.Column("warned_percent", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("told_percent", sa.Integer, nullable=False, server_default=sa.text("0")),
    )
    op.add_column(
        "jobs",
        sa.Column("tells_cost", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index(
        "jobs_priced",
        "jobs",
        ["guild_id", "created_at", "engine", "cost", "places"],
        sqlite_where=_PRICED,
        postgresql_where=_PRICED,
    )


def downgrade() -> None:
    """Drop them, with what is in them."""
    op.drop_index("jobs_priced", "jobs")
    op.drop_column("jobs", "tells_cost")
    op.drop_table("budgets")
