"""Reports of images by members."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "reports",
        sa.Column("job", sa.Text, sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("image", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("member", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("counts", sa.Boolean, nullable=False),
    )
    op.create_index("reports_by_member", "reports", ["guild_id", "member", "at"])


def downgrade() -> None:
    """Drop the table, with what is in it."""
    op.drop_table("reports")
