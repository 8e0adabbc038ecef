"""The models that engines listed, for the next start and for all processes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

DELIVERED = sa.text("state IN ('delivered')")


def upgrade() -> None:
    """Make the tables, and the index by which a server's own models are counted."""
    op.create_table(
        "catalogues",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("asked_at", sa.BigInteger),
        sa.Column("holder", sa.Text),
        sa.Column("held_until", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "models",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("base_model", sa.Text, nullable=False),
        sa.Column("is_sdxl", sa.Boolean),
        sa.Column("is_served", sa.Boolean, nullable=False),
        sa.Column("is_adult", sa.Boolean),
        sa.Column("workers", sa.Integer),
        sa.Column("cover", sa.Text, nullable=False),
        sa.Column("triggers", sa.Text, nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
    )
    op.create_index(
        "jobs_of_guild",
        "jobs",
        ["guild_id", "created_at"],
        sqlite_where=DELIVERED,
        postgresql_where=DELIVERED,
        postgresql_using="btree",
    )


def downgrade() -> None:
    """Drop the tables and the index, with what is in them."""
    op.drop_index("jobs_of_guild", "jobs")
    for table in ("models", "catalogues"):
        op.drop_table(table)
