"""The tables of styles, and of what members set for themselves."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.metadata import metadata
from bot.store.types import ForeignText, Moment

styles = sa.Table(
    "styles",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("owner", sa.BigInteger, nullable=False),
    sa.Column("folded", ForeignText, nullable=False),
    sa.Column("name", ForeignText, nullable=False),
    sa.Column("prompt", ForeignText, nullable=False),
    sa.Column("negative_prompt", ForeignText, nullable=False),
    sa.Column("options", ForeignText, nullable=False),
    sa.Column("changed_by", sa.BigInteger, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
)
sa.Index("styles_by_name", styles.c.scope, styles.c.owner, styles.c.folded, unique=True)

members = sa.Table(
    "members",
    metadata,
    sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("settings", ForeignText, nullable=False),
    sa.Column("language", sa.Text),
)
