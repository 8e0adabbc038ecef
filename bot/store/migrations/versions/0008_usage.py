"""Jobs are counted by the model that they were made with, a year of them from an index alone."""

from __future__ import annotations

import json
from contextlib import suppress

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

LENGTH = 150
AT_ONCE = 1000

FINAL = sa.text("state IN ('cancelled', 'delivered', 'failed')")
COLUMNS = ["guild_id", "created_at", "user_id", "state", "engine", "model", "cost", "id"]

_NEXT = sa.text("SELECT id, request FROM jobs WHERE id > :last ORDER BY id LIMIT :most")
_NAME = sa.text("UPDATE jobs SET model = :model WHERE id = :id")


def upgrade() -> None:
    """Make the column and the index; old jobs say their model in their request."""
    op.add_column("jobs", sa.Column("model", sa.Text, nullable=False, server_default=sa.text("''")))
    connection, last = op.get_bind(), ""
    while rows := connection.execute(_NEXT, {"last": last, "most": AT_ONCE}).all():
        connection.execute(_NAME, [{"id": row.id, "model": _model(row.request)} for row in rows])
        last = rows[-1].id
    op.create_index(
        "jobs_used",
        "jobs",
        COLUMNS,
        sqlite_where=FINAL,
        postgresql_where=FINAL,
        postgresql_using="btree",
    )


def downgrade() -> None:
    """Drop both; the requests still say it."""
    op.drop_index("jobs_used", "jobs")
    op.drop_column("jobs", "model")


def _model(request: str) -> str:
    with suppress(ValueError, TypeError, KeyError):
        named = str(json.loads(request)["model"])
        return named[:LENGTH].replace("\0", "").encode(errors="replace").decode()
    return ""
