"""By which button a job was made of another, and where that one's message stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

CHILD = sa.text("parent_job IS NOT NULL")


def upgrade() -> None:
    """Make the columns; no job so far was made by a button."""
    for column in _columns():
        op.add_column("jobs", column)
    op.create_index(
        "jobs_children",
        "jobs",
        ["parent_job", "interaction_id"],
        sqlite_where=CHILD,
        postgresql_where=CHILD,
        postgresql_using="btree",
    )


def downgrade() -> None:
    """Drop the columns, with what is in them."""
    op.drop_index("jobs_children", "jobs")
    for column in reversed(_columns()):
        op.drop_column("jobs", column.name)


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("made_by", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("parent_channel", sa.BigInteger),
        sa.Column("parent_message", sa.BigInteger),
    ]
