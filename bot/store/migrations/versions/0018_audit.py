"""Find what happened by who, whom, where and what; tell it in channels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_COLUMNS = ("by", "member", "place")


def upgrade() -> None:
    """Make the indexes, and the table."""
    op.create_index("entries_by_time", "entries", ["guild_id", "at", "id"])
    op.create_index("entries_by_kind", "entries", ["guild_id", "kind", "at", "id"])
    for name in _COLUMNS:
        is_said = sa.column(name).is_not(None)
        op.create_index(
            f"entries_of_{name}",
            "entries",
            ["guild_id", name, "at", "id"],
            sqlite_where=is_said,
            postgresql_where=is_said,
        )
    op.create_table(
        "log_cursors",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("told", sa.BigInteger, nullable=False),
        sa.Column("taken", sa.BigInteger),
        sa.Column("due_at", sa.BigInteger, nullable=False),
    )
    op.create_index("log_cursors_due", "log_cursors", ["due_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("log_cursors")
    for name in _COLUMNS:
        op.drop_index(f"entries_of_{name}", "entries")
    op.drop_index("entries_by_kind", "entries")
    op.drop_index("entries_by_time", "entries")
