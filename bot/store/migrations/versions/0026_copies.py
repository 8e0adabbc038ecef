"""Messages that show images once more; what cards show, and what messages are still to say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_DUE = sa.text("due_at IS NOT NULL")
_OWNED = sa.text("owner IS NOT NULL")
_SHOWS = sa.text("shows_original")


def upgrade() -> None:
    """Make the table, the columns and the indexes."""
    op.create_table(
        "copies",
        sa.Column("press_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("job", sa.Text, sa.ForeignKey("jobs.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("numbers", sa.Text, nullable=False),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("owner", sa.BigInteger),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("withdrawn_at", sa.BigInteger),
        sa.Column("recalled", sa.Boolean, nullable=False),
    )
    op.create_index("copies_by_job", "copies", ["job"])
    op.create_index("copies_due", "copies", ["due_at"], sqlite_where=_DUE, postgresql_where=_DUE)
    op.create_index(
        "copies_by_owner", "copies", ["owner"], sqlite_where=_OWNED, postgresql_where=_OWNED
    )
    op.add_column(
        "cards",
        sa.Column("shows_original", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    # Nobody knows of those that stand there already: they may.
    op.execute("UPDATE cards SET shows_original = (message_id IS NOT NULL)")
    op.create_index(
        "cards_showing",
        "cards",
        ["channel_id"],
        sqlite_where=_SHOWS,
        postgresql_where=_SHOWS,
    )
    op.add_column("images", sa.Column("told", sa.Boolean, nullable=False, server_default=sa.true()))


def downgrade() -> None:
    """Drop them, with what is in them."""
    op.drop_column("images", "told")
    op.drop_index("cards_showing", "cards")
    op.drop_column("cards", "shows_original")
    op.drop_table("copies")
