"""The table of messages that show images once more: a part of the schema, which names all."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.jobs.job_table import jobs
from bot.store.metadata import metadata
from bot.store.types import Moment

copies = sa.Table(
    "copies",
    metadata,
    sa.Column("press_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("job", sa.Text, sa.ForeignKey(jobs.c.id, ondelete="CASCADE"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("numbers", sa.Text, nullable=False),
    sa.Column("channel_id", sa.BigInteger, nullable=False),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("owner", sa.BigInteger),
    sa.Column("begun_at", Moment, nullable=False),
    # None: there is nothing to do.
    sa.Column("due_at", Moment),
    sa.Column("withdrawn_at", Moment),
    sa.Column("recalled", sa.Boolean, nullable=False),
)
IS_DUE = copies.c.due_at.is_not(None)
OWNED = copies.c.owner.is_not(None)
sa.Index("copies_by_job", copies.c.job)
sa.Index("copies_due", copies.c.due_at, sqlite_where=IS_DUE, postgresql_where=IS_DUE)
sa.Index("copies_by_owner", copies.c.owner, sqlite_where=OWNED, postgresql_where=OWNED)
