"""Find the job that has a task."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "jobs_tasks",
        "jobs",
        ["task_id"],
        sqlite_where=sa.text("task_id IS NOT NULL"),
        postgresql_where=sa.text("task_id IS NOT NULL"),
        # An engine's id may be longer than what a tree holds.
        postgresql_using="hash",
    )


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("jobs_tasks", "jobs")
