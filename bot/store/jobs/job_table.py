"""The table of jobs, and the conditions that its partial indexes and our statements share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.job import IN_FLIGHT, JobState
from bot.failure_kinds import FailureKind
from bot.store.metadata import metadata
from bot.store.types import ForeignText, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable

jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("request", sa.Text, nullable=False),
    sa.Column("images", sa.Integer, nullable=False),
    sa.Column("private", sa.Boolean, nullable=False),
    sa.Column("user_id", sa.BigInteger, nullable=False),
    sa.Column("guild_id", sa.BigInteger, nullable=False),
    sa.Column("places", sa.Text, nullable=False),
    sa.Column("application_id", sa.BigInteger, nullable=False),
    sa.Column("interaction_id", sa.BigInteger, nullable=False),
    sa.Column("token", ForeignText, nullable=False),
    sa.Column("channel_id", sa.BigInteger, nullable=False),
    sa.Column("size_limit", sa.BigInteger, nullable=False),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("first_submit_at", Moment),
    sa.Column("submit_at", Moment),
    sa.Column("submits_lost", sa.Integer, nullable=False),
    sa.Column("refusals", sa.Integer, nullable=False),
    sa.Column("task_id", ForeignText),
    sa.Column("detection_asked", sa.Boolean, nullable=False),
    sa.Column("detection_level", sa.Integer, nullable=False),
    sa.Column("run_seconds", sa.Double),
    sa.Column("ended_at", Moment),
    sa.Column("failure", sa.Text),
    sa.Column("detail", ForeignText, nullable=False),
    sa.Column("shown", sa.Boolean, nullable=False),
    sa.Column("holder", sa.Text),
    sa.Column("leased_until", Moment, nullable=False),
    # Added later, so with defaults: a table that has rows takes no other.
    sa.Column("seed", sa.BigInteger),
    sa.Column("engine", sa.Text, nullable=False, server_default="novita"),
    sa.Column("locale", ForeignText, nullable=False, server_default=sa.text("''")),
    sa.Column("parent_job", sa.Text),
    sa.Column("parent_image", sa.Integer),
    sa.Column("note", ForeignText, nullable=False, server_default=sa.text("''")),
    sa.Column("ignored", ForeignText, nullable=False, server_default=sa.text("''")),
    sa.Column("age_restricted", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("cost", sa.Double),
    # Of the request, once more: it is counted by.
    sa.Column("model", ForeignText, nullable=False, server_default=sa.text("''")),
    sa.Column("searched", ForeignText, nullable=False, server_default=sa.text("''")),
    sa.Column("made_by", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("parent_channel", sa.BigInteger),
    sa.Column("parent_message", sa.BigInteger),
    sa.Column("deleted_by", sa.BigInteger),
    sa.Column("hold", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("tells_cost", sa.Boolean, nullable=False, server_default=sa.false()),
)


def state_in(states: Iterable[JobState], of: sa.FromClause = jobs) -> sa.ColumnElement[bool]:
    """Return a condition with its states written out: a bound one would match no partial index."""
    names = sorted(state.value for state in states)
    return of.c.state.in_([sa.literal_column(f"'{name}'") for name in names])


QUEUED = state_in([JobState.QUEUED])
FLYING = state_in(IN_FLIGHT)
FINAL = state_in(state for state in JobState if state.is_final)
SPENT = ~state_in([JobState.FAILED, JobState.CANCELLED])
"""What counts against a member's day and cooldown."""
SUSPICIOUS = jobs.c.failure == sa.literal_column(f"'{FailureKind.PROMPT_SUSPICIOUS.value}'")
"""What slows its member down."""
OPEN = ~jobs.c.shown
"""Not yet ended, or ended without the message saying so."""
HISTORY = state_in([JobState.DELIVERING, JobState.DELIVERED])
"""What is listed for whoever made it: images may be seen before it is settled that they are."""
CHILD = jobs.c.parent_job.is_not(None)
"""Made of another by a button."""
DELIVERED = state_in([JobState.DELIVERED])
PRICED = jobs.c.cost.is_not(None)
"""What is spent, or promised to be."""
TIMED = sa.and_(state_in([JobState.DELIVERED]), jobs.c.run_seconds.is_not(None))


def _index(
    name: str, *columns: sa.Column[object], where: sa.ColumnElement[bool], using: str = "btree"
) -> None:
    sa.Index(name, *columns, sqlite_where=where, postgresql_where=where, postgresql_using=using)


_index("jobs_queue", jobs.c.created_at, jobs.c.id, where=QUEUED)
_index("jobs_waiting_by_user", jobs.c.user_id, where=QUEUED)
_index("jobs_flying_by_user", jobs.c.user_id, where=FLYING)
_index("jobs_submitted", jobs.c.submit_at, jobs.c.images, where=jobs.c.submit_at.is_not(None))
_index("jobs_spent", jobs.c.user_id, jobs.c.guild_id, jobs.c.created_at, where=SPENT)
_index("jobs_suspicious", jobs.c.user_id, jobs.c.ended_at, where=SUSPICIOUS)
_index(
    "jobs_history",
    jobs.c.user_id,
    jobs.c.guild_id,
    jobs.c.created_at,
    jobs.c.id,
    where=HISTORY,
)
_index("jobs_children", jobs.c.parent_job, jobs.c.interaction_id, where=CHILD)
_index("jobs_open", jobs.c.leased_until, where=OPEN)
_index("jobs_held", jobs.c.holder, where=jobs.c.holder.is_not(None))
# Of any length, which PostgreSQL keeps in no tree.
_index("jobs_tasks", jobs.c.task_id, where=jobs.c.task_id.is_not(None), using="hash")
_index("jobs_timed", jobs.c.ended_at, where=TIMED)
_index("jobs_by_message", jobs.c.message_id, where=jobs.c.message_id.is_not(None))
# Holds all that is counted of a job, so that a year of them is read from it alone.
_index(
    "jobs_used",
    *(jobs.c.guild_id, jobs.c.created_at, jobs.c.user_id, jobs.c.state),
    *(jobs.c.engine, jobs.c.model, jobs.c.cost, jobs.c.id),
    where=FINAL,
)
sa.Index("jobs_of_user", jobs.c.user_id, jobs.c.created_at, jobs.c.id)
# Holds all that a month is reckoned by.
_index(
    "jobs_priced",
    *(jobs.c.guild_id, jobs.c.created_at, jobs.c.engine, jobs.c.cost, jobs.c.places),
    where=PRICED,
)
# Holds what is counted of a place's images, so that a busy server's day is read from it alone.
_index(
    "jobs_of_guild",
    *(jobs.c.guild_id, jobs.c.created_at, jobs.c.images, jobs.c.places, jobs.c.state),
    where=DELIVERED,
)
