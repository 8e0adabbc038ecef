"""The tables: all of them, by their names, wherever each is written down."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.jobs.job_table import (
    CHILD,
    DELIVERED,
    FINAL,
    FLYING,
    HISTORY,
    OPEN,
    PRICED,
    QUEUED,
    SPENT,
    SUSPICIOUS,
    TIMED,
    jobs,
    state_in,
)
from bot.store.metadata import metadata
from bot.store.moderation.appeal_tables import appeals, tellings
from bot.store.moderation.audit_tables import log_cursors
from bot.store.moderation.budget_tables import budgets
from bot.store.moderation.card_table import cards
from bot.store.moderation.case_tables import case_numbers, cases, entries
from bot.store.moderation.filter_tables import filter_changes, filter_versions, filters
from bot.store.moderation.fingerprint_tables import fingerprint_versions, fingerprints
from bot.store.moderation.people_tables import blocks, strikes
from bot.store.moderation.report_table import reports
from bot.store.studio.copy_table import copies
from bot.store.studio.model_tables import model_tables
from bot.store.studio.privacy_tables import erasures
from bot.store.studio.star_tables import opt_out_table, showcase_table, star_table
from bot.store.studio.style_tables import members, styles
from bot.store.types import ForeignText, Moment

__all__ = [
    "CHILD",
    "DELIVERED",
    "FINAL",
    "FLYING",
    "HISTORY",
    "OPEN",
    "PRICED",
    "QUEUED",
    "SPENT",
    "SUSPICIOUS",
    "TIMED",
    "appeals",
    "blocks",
    "budgets",
    "cards",
    "case_numbers",
    "cases",
    "copies",
    "entries",
    "erasures",
    "filter_changes",
    "filter_versions",
    "filters",
    "fingerprint_versions",
    "fingerprints",
    "jobs",
    "log_cursors",
    "members",
    "metadata",
    "reports",
    "state_in",
    "strikes",
    "styles",
    "tellings",
]
"""What stands in files of its own; the tables below are known by their names."""


def _number() -> sa.Column[int]:
    # SQLite numbers rows only where the type is just this; AUTOINCREMENT uses no number twice.
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)


def _job(*, primary_key: bool) -> sa.Column[str]:
    key = sa.ForeignKey(jobs.c.id, ondelete="CASCADE")
    return sa.Column("job", sa.Text, key, primary_key=primary_key, nullable=False)


images = sa.Table(
    "images",
    metadata,
    _job(primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seed", sa.BigInteger),
    sa.Column("seed_source", sa.Text, nullable=False),
    sa.Column("finding", sa.Text, nullable=False),
    sa.Column("confidence", sa.Double),
    sa.Column("threshold", sa.Double),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("judge", sa.Text, nullable=False),
    sa.Column("treatment", sa.Text, nullable=False),
    sa.Column("file", sa.Text),
    sa.Column("format", sa.Text),
    sa.Column("size", sa.BigInteger),
    sa.Column("attachment_id", sa.BigInteger),
    sa.Column("shown", sa.Boolean, nullable=False),
    # Nobody knows it of rows from before the column.
    sa.Column("keepable", sa.Boolean, nullable=False, server_default=sa.false()),
    # Added later: who else judged, and what they said.
    sa.Column("flagged", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("score", sa.Double),
    sa.Column("detector", sa.Text),
    sa.Column("detector_threshold", sa.Double),
    sa.Column("reviewed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("told", sa.Boolean, nullable=False, server_default=sa.true()),
    # Added later: how it looks, and which remembered image it is like.
    sa.Column("fingerprint", sa.LargeBinary),
    sa.Column("resembles", sa.BigInteger),
)

originals = sa.Table(
    "originals",
    metadata,
    _number(),
    _job(primary_key=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("kept", sa.Boolean, nullable=False),
    sqlite_autoincrement=True,
)
sa.Index("originals_by_job", originals.c.job, originals.c.number)
sa.Index("originals_expiring", originals.c.expires_at)

original_pieces = sa.Table(
    "original_pieces",
    metadata,
    sa.Column(
        "original",
        sa.ForeignKey(originals.c.id, ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("piece", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)

events = sa.Table(
    "events",
    metadata,
    _number(),
    _job(primary_key=False),
    sa.Column("image", sa.Integer),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("by", sa.BigInteger),
    sa.Column("why", ForeignText, nullable=False),
    sa.Column("details", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
sa.Index("events_by_job", events.c.job, events.c.id)

results = sa.Table(
    "results",
    metadata,
    sa.Column("task", ForeignText, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("about", ForeignText, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
)
sa.Index("results_expiring", results.c.expires_at)

rate_uses = sa.Table(
    "rate_uses",
    metadata,
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)
sa.Index("rate_uses_by_name", rate_uses.c.name, rate_uses.c.at)

policies = sa.Table(
    "policies",
    metadata,
    sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("place_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("patch", sa.Text, nullable=False),
    sa.Column("changed_by", sa.BigInteger, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
)

tiers = sa.Table(
    "tiers",
    metadata,
    sa.Column("guild_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("role_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("limits", sa.Text, nullable=False),
    sa.Column("changed_by", sa.BigInteger, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
)

listings = sa.Table(
    "listings",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("owner", sa.BigInteger, nullable=False),
    sa.Column("guild_id", sa.BigInteger, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("query", ForeignText, nullable=False),
)
sa.Index("listings_by_age", listings.c.created_at)

opt_outs = opt_out_table(metadata)
stars = star_table(metadata)
showcases = showcase_table(metadata)
catalogues, models = model_tables(metadata)

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
