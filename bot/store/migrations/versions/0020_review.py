"""Cards of cases in review channels, and images that a moderator decided about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Make the table, and the column."""
    op.add_column(
        "images", sa.Column("reviewed", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_table(
        "cards",
        sa.Column(
            "case_id",
            sa.Text,
            sa.ForeignKey("cases.id", ondelete="CASCADE"),
            primary_key=True,
            nullable=False,
        ),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("leased_until", sa.BigInteger),
        sa.Column("begun_at", sa.BigInteger),
        sa.Column("channel_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
    )
    op.create_index("cards_due", "cards", ["due_at"], sqlite_where=_DUE, postgresql_where=_DUE)


def downgrade() -> None:
    """Drop the table and the column, with what is in them."""
    op.drop_table("cards")
    op.drop_column("images", "reviewed")
