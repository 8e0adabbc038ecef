"""Members who are blocked, and their strikes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_DUE = sa.text("weighed_at IS NULL")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "blocks",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("member", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("until", sa.BigInteger),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text, nullable=False),
    )
    op.create_index("blocks_by_case", "blocks", ["case_id"])
    op.create_table(
        "strikes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("member", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("job", sa.Text),
        sa.Column("case_id", sa.Text),
        sa.Column("place", sa.BigInteger),
        sa.Column("voided_at", sa.BigInteger),
        sa.Column("weighed_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("strikes_by_case", "strikes", ["case_id"], unique=True)
    op.create_index("strikes_due", "strikes", ["id"], sqlite_where=_DUE, postgresql_where=_DUE)
    op.create_index("strikes_by_member", "strikes", ["guild_id", "member", "at"])


def downgrade() -> None:
    """Drop the tables, with what is in them."""
    op.drop_table("strikes")
    op.drop_table("blocks")
