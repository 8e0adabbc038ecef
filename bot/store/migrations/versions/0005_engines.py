"""More engines than one: what each said, results that are given once, what an address has spent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

SUSPICIOUS = sa.text("failure = 'prompt_suspicious'")


def upgrade() -> None:
    """Make the tables and columns; no image so far was judged by anybody but its engine."""
    for table, column in _columns():
        op.add_column(table, column)
    op.create_table(
        "results",
        sa.Column("task", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_index("results_expiring", "results", ["expires_at"])
    op.create_table(
        "rate_uses",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("rate_uses_by_name", "rate_uses", ["name", "at"])
    op.create_index(
        "jobs_suspicious",
        "jobs",
        ["user_id", "ended_at"],
        sqlite_where=SUSPICIOUS,
        postgresql_where=SUSPICIOUS,
        postgresql_using="btree",
    )


def downgrade() -> None:
    """Drop the tables and columns, with what is in them."""
    op.drop_index("jobs_suspicious", "jobs")
    for table in ("rate_uses", "results"):
        op.drop_table(table)
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)


def _columns() -> list[tuple[str, sa.Column[object]]]:
    return [
        (
            "jobs",
            sa.Column("age_restricted", sa.Boolean, nullable=False, server_default=sa.false()),
        ),
        ("jobs", sa.Column("cost", sa.Double)),
        ("images", sa.Column("flagged", sa.Boolean, nullable=False, server_default=sa.false())),
        ("images", sa.Column("score", sa.Double)),
        ("images", sa.Column("detector", sa.Text)),
        ("images", sa.Column("detector_threshold", sa.Double)),
    ]
