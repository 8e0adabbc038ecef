"""Members who had their data deleted, and an index by which it is found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the table and the index."""
    op.create_table(
        "erasures",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
    )
    op.create_index("jobs_of_user", "jobs", ["user_id", "created_at", "id"])


def downgrade() -> None:
    """Drop them, with what is in them."""
    op.drop_index("jobs_of_user", "jobs")
    op.drop_table("erasures")
