"""A result is data: images, originals, events; what a job says of its origin."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables; every job so far was Novita's."""
    for column in _jobs_columns():
        op.add_column("jobs", column)
    _make_images()
    op.create_table(
        "originals",
        _job(primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_index("originals_expiring", "originals", ["expires_at"])
    op.create_table(
        "events",
        sa.Column("id", NUMBER, primary_key=True),
        _job(primary_key=False),
        sa.Column("image", sa.Integer),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("events_by_job", "events", ["job", "id"])


def downgrade() -> None:
    """Drop the tables and columns, with what is in them."""
    for table in ("events", "originals", "images"):
        op.drop_table(table)
    for column in reversed(_jobs_columns()):
        op.drop_column("jobs", column.name)


def _jobs_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("seed", sa.BigInteger),
        sa.Column("engine", sa.Text, nullable=False, server_default="novita"),
        sa.Column("locale", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("parent_job", sa.Text),
        sa.Column("parent_image", sa.Integer),
        sa.Column("note", sa.Text, nullable=False, server_default=sa.text("''")),
    ]


def _job(*, primary_key: bool) -> sa.Column[str]:
    key = sa.ForeignKey("jobs.id", ondelete="CASCADE")
    return sa.Column("job", sa.Text, key, primary_key=primary_key, nullable=False)


def _make_images() -> None:
    op.create_table(
        "images",
        _job(primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seed", sa.BigInteger),
        sa.Column("seed_source", sa.Text, nullable=False),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("confidence", sa.Double),
        sa.Column("threshold", sa.Double),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("judge", sa.Text, nullable=False),
        sa.Column("treatment", sa.Text, nullable=False),
        sa.Column("file", sa.Text),
        sa.Column("format", sa.Text),
        sa.Column("size", sa.BigInteger),
        sa.Column("attachment_id", sa.BigInteger),
        sa.Column("shown", sa.Boolean, nullable=False),
    )
