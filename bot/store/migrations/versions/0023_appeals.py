"""Appeals, and whom of each outcome is still to be told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_UNANSWERED = sa.text("granted IS NULL")
_DUE = sa.text("due_at IS NOT NULL")
_REPORTED = sa.text("kind = 'reported'")


def upgrade() -> None:
    """Make the tables and the index of reporters."""
    _make_appeals()
    _make_tellings()
    op.create_index(
        "entries_of_reporters",
        "entries",
        ["guild_id", "by"],
        sqlite_where=_REPORTED,
        postgresql_where=_REPORTED,
    )


def downgrade() -> None:
    """Drop them, with what is in them."""
    op.drop_index("entries_of_reporters", "entries")
    op.drop_table("tellings")
    op.drop_table("appeals")


def _make_appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column(
            "case_id", sa.Text, sa.ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("member", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("locale", sa.Text, nullable=False),
        sa.Column("granted", sa.Boolean),
        sa.Column("decided_by", sa.BigInteger),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("channel_id", sa.BigInteger),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("due_at", sa.BigInteger),
    )
    op.create_index(
        "appeals_unanswered",
        "appeals",
        ["guild_id"],
        sqlite_where=_UNANSWERED,
        postgresql_where=_UNANSWERED,
    )
    op.create_index("appeals_due", "appeals", ["due_at"], sqlite_where=_DUE, postgresql_where=_DUE)


def _make_tellings() -> None:
    number = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "tellings",
        sa.Column(
            "entry",
            number,
            sa.ForeignKey("entries.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("member", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column(
            "case_id", sa.Text, sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
    )
    op.create_index("tellings_due", "tellings", ["due_at"])
    op.create_index("tellings_by_case", "tellings", ["case_id", "member"])
