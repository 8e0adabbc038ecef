"""The front desk: takes jobs on, after its checks, by the rules of the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.fairness import Room
from bot.jobs.service import Jobs
from bot.wiring.services import Desk

if TYPE_CHECKING:
    from bot.config.settings import Settings
    from bot.domain.ports import Admission
    from bot.interactions.places import DiscordPlaces
    from bot.jobs.supervisor import Supervisor
    from bot.jobs.tools import Tools
    from bot.moderation.policies import Policies
    from bot.wiring.admitting import Asked

AMPLE = 1_000_000_000
"""Images a minute, where the engine sets no limit."""


def open_desk(
    settings: Settings,
    tools: Tools,
    supervisor: Supervisor,
    rules: tuple[Policies, DiscordPlaces],
    asked: Asked,
) -> Desk:
    """Return what takes jobs on for the ``supervisor``, by the ``rules`` of places."""
    policies, places = rules
    return Desk(
        jobs=_jobs(settings, tools, supervisor, asked.admission),
        policies=policies,
        places=places,
        people=asked.people,
        filters=asked.filters,
        tiers=asked.tiers,
        fingerprints=asked.fingerprints,
        reviews=asked.reviews,
        admission=asked.admission,
        max_queued=settings.max_queued_per_user,
    )


def room(settings: Settings) -> Room:
    """Return what may be in flight at once."""
    return Room(
        jobs=settings.max_jobs_in_flight,
        per_user=settings.max_jobs_per_user,
        images=AMPLE,
    )


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
