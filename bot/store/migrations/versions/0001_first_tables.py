"""The first tables: jobs, policies, meta."""

from __future__ import annotations

from typing import TypeAlias

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Condition: TypeAlias = sa.ColumnElement[bool] | sa.TextClause

JOBS_INDEXES = {
    "jobs_queue": (["created_at", "id"], "state IN ('queued')"),
    "jobs_waiting_by_user": (["user_id"], "state IN ('queued')"),
    "jobs_flying_by_user": (["user_id"], "state IN ('delivering', 'running', 'submitting')"),
    "jobs_submitted": (["submit_at", "images"], "submit_at IS NOT NULL"),
    "jobs_spent": (
        ["user_id", "guild_id", "created_at"],
        "(state NOT IN ('cancelled', 'failed'))",
    ),
    "jobs_held": (["holder"], "holder IS NOT NULL"),
    "jobs_timed": (["ended_at"], "state IN ('delivered') AND run_seconds IS NOT NULL"),
}


def upgrade() -> None:
    """Make all tables."""
    _make_jobs()
    for name, (columns, where) in JOBS_INDEXES.items():
        _make_index(name, columns, sa.text(where))
    _make_index("jobs_open", ["leased_until"], ~sa.column("shown", sa.Boolean))
    op.create_table(
        "policies",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("place_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("patch", sa.Text, nullable=False),
        sa.Column("changed_by", sa.BigInteger, nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop all tables."""
    for table in ("meta", "policies", "jobs"):
        op.drop_table(table)


def _make_index(
    name: str, columns: list[str], where: sa.ColumnElement[bool] | sa.TextClause
) -> None:
    op.create_index(name, "jobs", columns, sqlite_where=where, postgresql_where=where)


def _make_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("images", sa.Integer, nullable=False),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("places", sa.Text, nullable=False),
        sa.Column("application_id", sa.BigInteger, nullable=False),
        sa.Column("interaction_id", sa.BigInteger, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("size_limit", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("first_submit_at", sa.BigInteger),
        sa.Column("submit_at", sa.BigInteger),
        sa.Column("submits_lost", sa.Integer, nullable=False),
        sa.Column("refusals", sa.Integer, nullable=False),
        sa.Column("task_id", sa.Text),
        sa.Column("detection_asked", sa.Boolean, nullable=False),
        sa.Column("detection_level", sa.Integer, nullable=False),
        sa.Column("run_seconds", sa.Double),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("failure", sa.Text),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("holder", sa.Text),
        sa.Column("leased_until", sa.BigInteger, nullable=False),
    )
