"""What of a pasted block meant nothing is kept with the job, for its details."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the column; of no job so far is it known."""
    op.add_column(
        "jobs", sa.Column("ignored", sa.Text, nullable=False, server_default=sa.text("''"))
    )


def downgrade() -> None:
    """Drop the column, with what is in it."""
    op.drop_column("jobs", "ignored")
