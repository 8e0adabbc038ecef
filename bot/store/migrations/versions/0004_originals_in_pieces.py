"""Originals in pieces, which are put and deleted a few at a time; which images' may be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

revision = "0004"
down_revision = "0003"

PIECE = 256 * 1024
NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_COPY = """
    INSERT INTO originals (job, number, format, expires_at, kept)
    SELECT job, number, format, expires_at, :kept FROM whole_originals
"""
_COPY_PIECE = """
    INSERT INTO original_pieces (original, piece, data)
    SELECT originals.id, :piece, substr(whole.data, :begin, :length)
    FROM originals JOIN whole_originals AS whole
    ON whole.job = originals.job AND whole.number = originals.number
    WHERE length(whole.data) >= :begin
"""
_PIECES = "SELECT data FROM pieces WHERE original = :id ORDER BY piece"
_RESTORE = """
    INSERT INTO originals (job, number, data, format, expires_at)
    SELECT job, number, :data, format, expires_at FROM pieced_originals WHERE id = :id
"""


def upgrade() -> None:
    """Cut what is there; of images judged so far, no original is taken by a later decision."""
    op.add_column(
        "images", sa.Column("keepable", sa.Boolean, nullable=False, server_default=sa.false())
    )
    # Not renamed: PostgreSQL would leave the name of its index with it.
    op.execute("CREATE TABLE whole_originals AS SELECT * FROM originals")
    op.drop_table("originals")
    _make_originals()
    connection = op.get_bind()
    connection.execute(sa.text(_COPY), {"kept": True})
    _cut(connection)
    op.drop_table("whole_originals")


def downgrade() -> None:
    """Put the pieces together again; what was not kept goes."""
    connection = op.get_bind()
    op.execute("CREATE TABLE pieced_originals AS SELECT * FROM originals WHERE kept")
    op.execute("CREATE TABLE pieces AS SELECT * FROM original_pieces")
    op.drop_table("original_pieces")
    op.drop_table("originals")
    _make_whole_originals()
    for number in connection.scalars(sa.text("SELECT id FROM pieced_originals")).all():
        found = connection.scalars(sa.text(_PIECES), {"id": number})
        connection.execute(sa.text(_RESTORE), {"id": number, "data": b"".join(found)})
    op.drop_table("pieces")
    op.drop_table("pieced_originals")
    op.drop_column("images", "keepable")


def _cut(connection: Connection) -> None:
    piece = 0
    while True:
        cut = {"piece": piece, "begin": piece * PIECE + 1, "length": PIECE}
        if not connection.execute(sa.text(_COPY_PIECE), cut).rowcount:
            return
        piece += 1


def _job(*, primary_key: bool) -> sa.Column[str]:
    key = sa.ForeignKey("jobs.id", ondelete="CASCADE")
    return sa.Column("job", sa.Text, key, primary_key=primary_key, nullable=False)


def _make_originals() -> None:
    op.create_table(
        "originals",
        sa.Column("id", NUMBER, primary_key=True),
        _job(primary_key=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("kept", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("originals_by_job", "originals", ["job", "number"])
    op.create_index("originals_expiring", "originals", ["expires_at"])
    key = sa.ForeignKey("originals.id", ondelete="CASCADE")
    op.create_table(
        "original_pieces",
        sa.Column("original", NUMBER, key, primary_key=True, autoincrement=False),
        sa.Column("piece", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )


def _make_whole_originals() -> None:
    op.create_table(
        "originals",
        _job(primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_index("originals_expiring", "originals", ["expires_at"])
