"""The tables of what members like: a part of the schema, which names all."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.types import Moment


def _job() -> sa.Column[str]:
    key = sa.ForeignKey("jobs.id", ondelete="CASCADE")
    return sa.Column("job", sa.Text, key, primary_key=True, nullable=False)


def star_table(metadata: sa.MetaData) -> sa.Table:
    """Return the table of who starred what."""
    stars = sa.Table(
        "stars",
        metadata,
        _job(),
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
    sa.Index("stars_by_guild", stars.c.guild_id, stars.c.at)
    return stars


def showcase_table(metadata: sa.MetaData) -> sa.Table:
    """Return the table of what was meant for a showcase."""
    showcases = sa.Table(
        "showcases",
        metadata,
        _job(),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("claimed_at", Moment, nullable=False),
        sa.Column("due_at", Moment, nullable=False),
        sa.Column("ended_at", Moment),
        sa.Column("message_id", sa.BigInteger),
    )
    is_open = showcases.c.ended_at.is_(None)
    sa.Index("showcases_due", showcases.c.due_at, sqlite_where=is_open, postgresql_where=is_open)
    return showcases


def opt_out_table(metadata: sa.MetaData) -> sa.Table:
    """Return the table of who does not want to stand in a gallery or a showcase."""
    return sa.Table(
        "opt_outs",
        metadata,
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", Moment, nullable=False),
    )
