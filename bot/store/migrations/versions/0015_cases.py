"""Cases, what happened in a server, and jobs whose images wait for a moderator."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_OF_IMAGE = sa.text("job IS NOT NULL")
_WAITING = sa.text("kind = 'image' AND decision IS NULL")
_OF_CASE = sa.text("case_id IS NOT NULL")


def upgrade() -> None:
    """Make the tables, and the column."""
    op.add_column("jobs", sa.Column("hold", sa.Text, nullable=False, server_default=sa.text("''")))
    op.create_table(
        "cases",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.BigInteger, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("place", sa.BigInteger),
        sa.Column("job", sa.Text),
        sa.Column("image", sa.Integer),
        sa.Column("decision", sa.Text),
        sa.Column("decided_by", sa.BigInteger),
        sa.Column("decided_at", sa.BigInteger),
    )
    _index_cases()
    op.create_table(
        "case_numbers",
        sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )
    _make_entries()


def downgrade() -> None:
    """Drop the tables and the column, with what is in them."""
    op.drop_table("entries")
    op.drop_table("case_numbers")
    op.drop_table("cases")
    op.drop_column("jobs", "hold")


def _index_cases() -> None:
    op.create_index("cases_by_number", "cases", ["guild_id", "number"], unique=True)
    op.create_index(
        "cases_by_image",
        "cases",
        ["job", "image"],
        unique=True,
        sqlite_where=_OF_IMAGE,
        postgresql_where=_OF_IMAGE,
    )
    op.create_index(
        "cases_waiting",
        "cases",
        ["guild_id", "number"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_index("cases_by_subject", "cases", ["guild_id", "subject", "number"])


def _make_entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger),
        sa.Column("member", sa.BigInteger),
        sa.Column("place", sa.BigInteger),
        sa.Column("case_id", sa.Text),
        sa.Column("job", sa.Text),
        sa.Column("image", sa.Integer),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "entries_by_case",
        "entries",
        ["case_id", "id"],
        sqlite_where=_OF_CASE,
        postgresql_where=_OF_CASE,
    )
    op.create_index("entries_of_guild", "entries", ["guild_id", "id"])
