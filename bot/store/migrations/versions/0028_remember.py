"""Images that servers remember, and how each image looks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Make the tables, and the columns."""
    op.add_column("images", sa.Column("fingerprint", sa.LargeBinary))
    op.add_column("images", sa.Column("resembles", sa.BigInteger))
    op.create_table(
        "fingerprints",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("bits", sa.LargeBinary, nullable=False),
        sa.Column("case_id", sa.Text),
        sa.Column("case_number", sa.Integer),
        sa.Column("remembered_by", sa.BigInteger, nullable=False),
        sa.Column("remembered_at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("fingerprints_by_bits", "fingerprints", ["guild_id", "bits"], unique=True)
    op.create_table(
        "fingerprint_versions",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables and the columns, with what is in them."""
    op.drop_table("fingerprint_versions")
    op.drop_table("fingerprints")
    op.drop_column("images", "resembles")
    op.drop_column("images", "fingerprint")
