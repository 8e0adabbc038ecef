"""Who deleted a result; jobs by their message and by what they were made from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_INDEXES = {
    "jobs_by_message": (["message_id"], "message_id IS NOT NULL"),
    "jobs_by_parent": (["parent_job", "created_at", "id"], "parent_job IS NOT NULL"),
}


def upgrade() -> None:
    """Add the column, and make the indexes."""
    op.add_column("jobs", sa.Column("deleted_by", sa.BigInteger))
    for name, (columns, where) in _INDEXES.items():
        condition = sa.text(where)
        op.create_index(name, "jobs", columns, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Drop them."""
    for name in _INDEXES:
        op.drop_index(name, "jobs")
    op.drop_column("jobs", "deleted_by")
