"""What a history is searched by, and who does not want to stand in the gallery."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

revision = "0013"
down_revision = "0012"

TOGETHER = 1000
_INDEX = "user_id", "guild_id", "created_at", "id"
_HISTORY = sa.text("state IN ('delivered', 'delivering')")


def upgrade() -> None:
    """Make the table, and the column; fill it for the jobs that are there."""
    op.add_column(
        "jobs", sa.Column("searched", sa.Text, nullable=False, server_default=sa.text("''"))
    )
    _fill(op.get_bind())
    op.create_index(
        "jobs_history",
        "jobs",
        [*_INDEX],
        sqlite_where=_HISTORY,
        postgresql_where=_HISTORY,
    )
    op.create_table(
        "opt_outs",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Drop the table and the column, with what is in them."""
    op.drop_table("opt_outs")
    op.drop_index("jobs_history", "jobs")
    op.drop_column("jobs", "searched")


def _fill(connection: Connection) -> None:
    last = ""
    some = sa.text("SELECT id, request FROM jobs WHERE id > :last ORDER BY id LIMIT :most")
    fill = sa.text("UPDATE jobs SET searched = :searched WHERE id = :id")
    while rows := connection.execute(some, {"last": last, "most": TOGETHER}).all():
        connection.execute(fill, [{"id": row.id, "searched": _words(row.request)} for row in rows])
        last = rows[-1].id


def _words(request: str) -> str:
    """Return the prompt and the model as they are searched."""
    try:
        said = json.loads(request)
        parts = [unicodedata.normalize("NFKC", said[name]) for name in ("prompt", "model")]
        text = "\n".join(" ".join(part.casefold().split()) for part in parts)
    except (KeyError, TypeError, ValueError):
        return ""
    return text.replace("\0", "").encode(errors="replace").decode()
