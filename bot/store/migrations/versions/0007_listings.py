"""What stands behind the buttons of lists of several pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "listings",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("owner", sa.BigInteger, nullable=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
    )
    op.create_index("listings_by_age", "listings", ["created_at"])


def downgrade() -> None:
    """Drop the table, with what is in it."""
    op.drop_table("listings")
