"""Who deleted a result; jobs by their message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ANSWERED = sa.text("message_id IS NOT NULL")


def upgrade() -> None:
    """Make the column and the index; no result so far was deleted."""
    op.add_column("jobs", sa.Column("deleted_by", sa.BigInteger))
    op.create_index(
        "jobs_by_message",
        "jobs",
        ["message_id"],
        sqlite_where=ANSWERED,
        postgresql_where=ANSWERED,
    )


def downgrade() -> None:
    """Drop them, with what is in them."""
    op.drop_index("jobs_by_message", "jobs")
    op.drop_column("jobs", "deleted_by")
