"""The front desk: what takes jobs on, whom it asks before, and by which rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.fairness import Room
from bot.jobs.service import Jobs, new_id
from bot.moderation.filters import Filters
from bot.moderation.people import People
from bot.store.moderation.audit import SqlAuditStore
from bot.store.moderation.blocks import SqlBlockStore
from bot.store.moderation.filters import SqlFilterStore
from bot.store.moderation.remembered_blocks import RememberedBlocks
from bot.wiring.admitting import admission
from bot.wiring.services import Desk

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from bot.domain.ports import Admission, BlockStore
    from bot.interactions.places import DiscordPlaces
    from bot.jobs.supervisor import Supervisor
    from bot.jobs.tools import Tools
    from bot.moderation.policies import Policies
    from bot.store.database import Database

AMPLE = 1_000_000_000
"""Images a minute, where the engine sets no limit."""


def open_desk(
    settings: Settings,
    database: Database,
    tools: Tools,
    supervisor: Supervisor,
    rules: tuple[Policies, DiscordPlaces],
) -> Desk:
    """Return what takes jobs on for the ``supervisor``, by the ``rules`` of places."""
    (policies, places), now = rules, tools.clock.now
    people = People(_block_store(database), policies, now, new_id)
    audit = SqlAuditStore(database)
    filters = Filters(SqlFilterStore(database), audit, now)
    asked = admission(people, audit, filters, settings.prices)
    return Desk(
        jobs=_jobs(settings, tools, supervisor, asked),
        policies=policies,
        places=places,
        people=people,
        filters=filters,
        admission=asked,
        max_queued=settings.max_queued_per_user,
    )


def room(settings: Settings) -> Room:
    """Return what may be in flight at once."""
    return Room(
        jobs=settings.max_jobs_in_flight,
        per_user=settings.max_jobs_per_user,
        images=AMPLE,
    )


def _block_store(database: Database) -> BlockStore:
    held = SqlBlockStore(database)
    return RememberedBlocks(held) if database.sole_user else held


def _jobs(settings: Settings, tools: Tools, supervisor: Supervisor, asked: Admission) -> Jobs:
    return Jobs(
        store=tools.store,
        engines=tools.engines,
        leftovers=tools.leftovers,
        admission=asked,
        publisher=tools.publisher,
        supervisor=supervisor,
        timings=tools.timings,
        clock=tools.clock,
        max_queued=settings.max_queued_per_user,
        room=room(settings),
    )
