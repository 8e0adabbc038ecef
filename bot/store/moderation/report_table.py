"""The table of reports: a part of the schema, which names all."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.jobs.job_table import jobs
from bot.store.metadata import metadata
from bot.store.types import Moment

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("job", sa.ForeignKey(jobs.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column("image", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("member", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("guild_id", sa.BigInteger, nullable=False),
    sa.Column("at", Moment, nullable=False),
    # Whether it counts toward the number that withholds the image.
    sa.Column("counts", sa.Boolean, nullable=False),
)
sa.Index("reports_by_member", reports.c.guild_id, reports.c.member, reports.c.at)
