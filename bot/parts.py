"""What the composition root joins: each part is handed what it needs, and knows no other."""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.elsewhere import DiscordElsewhere
from bot.delivery.place_rules import PlaceRules
from bot.delivery.publisher import DiscordPublisher
from bot.delivery.repost_making import Sources
from bot.delivery.showcase import Memory
from bot.discord_bot import Services
from bot.domain.fairness import Room
from bot.domain.judging import Judging
from bot.interactions.places import DiscordPlaces
from bot.jobs.clock import SystemClock
from bot.jobs.courtesy import Courtesy
from bot.jobs.deadlines import Deadlines
from bot.jobs.deleting import Deletions
from bot.jobs.favourites import Favourites
from bot.jobs.gate import Gate
from bot.jobs.in_force import InForce
from bot.jobs.leases import Leases
from bot.jobs.leftovers import Leftovers
from bot.jobs.looks import Looks
from bot.jobs.picture_room import PictureRoom
from bot.jobs.requests import Requests
from bot.jobs.rounds import Rounds
from bot.jobs.service import Jobs
from bot.jobs.suggesting import Suggesting
from bot.jobs.supervisor import Supervisor
from bot.jobs.timings import Timings
from bot.jobs.told import ToldForms
from bot.jobs.tools import Tools
from bot.jobs.usages import Usages
from bot.moderation.blur import PillowBlur
from bot.moderation.policies import Policies
from bot.store.command_ids import CommandIds
from bot.store.deletions import SqlDeletionStore
from bot.store.gallery import SqlGallery
from bot.store.history import SqlHistory
from bot.store.images import SqlImageStore
from bot.store.job_finder import SqlJobFinder
from bot.store.jobs import SqlJobStore
from bot.store.listings import SqlListingStore
from bot.store.meta import MetaStore
from bot.store.opt_outs import SqlOptOuts
from bot.store.originals import SqlOriginalStore
from bot.store.policies import SqlPolicyStore
from bot.store.remembered_policies import RememberedPolicies
from bot.store.results import SqlResultStore
from bot.store.showcases import SqlShowcaseStore
from bot.store.stars import SqlStarStore
from bot.store.usage import SqlUsageStore
from bot.store.uses import SqlModelUses
from bot.texts.say import say

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.charts.drawer import Drawer
    from bot.config import Settings
    from bot.delivery.repost_making import Fetch
    from bot.delivery.showcase import Showcases
    from bot.discord_bot import Darkroom, PostedPictures
    from bot.domain.ports import Detector, PolicyStore
    from bot.jobs.engines import Engines
    from bot.store.database import Database

AMPLE = 1_000_000_000
"""Images a minute, where the engine sets no limit."""

TIMINGS_LEARNED = 500
"""Past jobs that the estimates begin with."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What the composition root has opened, and closes in the end."""

    database: Database
    engines: Engines
    detector: Detector
    pictures: PostedPictures
    drawer: Drawer
    cdn: Fetch
    """Fetches images as they are posted."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the composition root runs, each in a task of its own."""

    supervisor: Supervisor
    publisher: DiscordPublisher
    leftovers: Leftovers
    rounds: Rounds
    showcases: Showcases


async def join(settings: Settings, opened: Opened, bot: Darkroom) -> Parts:
    """Build what works on jobs, and hand ``bot`` its services.

    Raises:
        StoreError: the database is away.

    """
    database, engines, alone = opened.database, opened.engines, opened.database.sole_user
    clock, store, places = SystemClock(), await _job_store(database), DiscordPlaces(bot)
    courtesy, leases = Courtesy(clock.steady), Leases(clock.steady, alone=alone)
    policies = Policies(_policy_store(database), settings.default_policy, clock.now)
    publisher = _publisher(bot, clock, _status_turns(leases, courtesy), alone=alone)
    tools = Tools(
        engines=engines,
        leftovers=Leftovers(engines, clock),
        store=store,
        images=SqlImageStore(database),
        originals=SqlOriginalStore(database),
        results=SqlResultStore(database),
        publisher=publisher,
        blur=PillowBlur(),
        detector=opened.detector,
        judging=Judging(settings.detector),
        in_force=InForce(policies, places, clock),
        timings=Timings(await store.timings(TIMINGS_LEARNED)),
        clock=clock,
        deadlines=Deadlines(clock, timedelta(seconds=settings.job_deadline_seconds)),
        looks=Looks(settings.polls_per_second, clock.steady),
        courtesy=courtesy,
        room=PictureRoom(),
        gate=Gate(),
        retention=timedelta(hours=settings.review_retention_hours),
        leases=leases,
        holder=_holder(),
        say=say,
    )
    supervisor = Supervisor(tools, _room(settings), alone=alone)
    jobs = _jobs(settings, tools, supervisor)
    bot.services, showcases = _services(settings, bot, opened, tools, jobs, policies, places)
    return _parts(opened, tools, supervisor, publisher, showcases)


def _parts(
    opened: Opened,
    tools: Tools,
    supervisor: Supervisor,
    publisher: DiscordPublisher,
    showcases: Showcases,
) -> Parts:
    rounds = Rounds(opened.engines, tools.clock)
    return Parts(supervisor, publisher, tools.leftovers, rounds, showcases)


def _services(
    settings: Settings,
    bot: Darkroom,
    opened: Opened,
    tools: Tools,
    jobs: Jobs,
    policies: Policies,
    places: DiscordPlaces,
) -> tuple[Services, Showcases]:
    elsewhere = _elsewhere(bot, opened, tools, PlaceRules(policies, places))
    requests = Requests(tools.engines)
    services = Services(
        jobs=jobs,
        images=tools.images,
        stars=SqlStarStore(opened.database),
        elsewhere=elsewhere,
        history=SqlHistory(opened.database),
        gallery=SqlGallery(opened.database),
        opt_outs=SqlOptOuts(opened.database),
        listings=SqlListingStore(opened.database),
        deletions=Deletions(SqlDeletionStore(opened.database), tools.clock),
        finder=SqlJobFinder(opened.database),
        command_ids=CommandIds(MetaStore(opened.database)),
        requests=requests,
        suggesting=Suggesting(lambda: requests.catalogue),
        favourites=Favourites(SqlModelUses(opened.database), tools.clock.steady),
        policies=policies,
        places=places,
        courtesy=tools.courtesy,
        pictures=opened.pictures,
        sitting=tools.sitting,
        told=ToldForms(),
        usages=Usages(
            tools.store, SqlUsageStore(opened.database), tools.clock, settings.max_queued_per_user
        ),
        drawer=opened.drawer,
    )
    return services, elsewhere.showcases


def _elsewhere(bot: Darkroom, opened: Opened, tools: Tools, rules: PlaceRules) -> DiscordElsewhere:
    sources = Sources(
        client=bot,
        images=tools.images,
        bench=tools.bench_of_job,
        blur=tools.blur,
        fetch=opened.cdn,
    )
    memory = Memory(
        jobs=tools.store,
        claims=SqlShowcaseStore(opened.database),
        stars=SqlStarStore(opened.database),
        opt_outs=SqlOptOuts(opened.database),
    )
    return DiscordElsewhere(sources, rules, memory, tools.clock)


async def _job_store(database: Database) -> SqlJobStore:
    """Return the store of jobs; where nobody else uses it, what a predecessor held is free."""
    store = SqlJobStore(database)
    if database.sole_user:
        await store.release_all()
    return store


def _holder() -> str:
    """Return a name for this process that no other has."""
    return f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"


def _status_turns(leases: Leases, courtesy: Courtesy) -> Callable[[], Awaitable[None]]:
    """Let statuses be sent of jobs that are surely ours, when no command waits."""

    async def turn() -> None:
        await leases.sure()
        await courtesy.turn()

    return turn


def _publisher(
    bot: Darkroom, clock: SystemClock, turn: Callable[[], Awaitable[None]], *, alone: bool
) -> DiscordPublisher:
    return DiscordPublisher(bot, now=clock.now, steady=clock.steady, turn=turn, alone=alone)


def _policy_store(database: Database) -> PolicyStore:
    said = SqlPolicyStore(database)
    return RememberedPolicies(said) if database.sole_user else said


def _room(settings: Settings) -> Room:
    return Room(
        jobs=settings.max_jobs_in_flight,
        per_user=settings.max_jobs_per_user,
        images=AMPLE,
    )


def _jobs(settings: Settings, tools: Tools, supervisor: Supervisor) -> Jobs:
    return Jobs(
        store=tools.store,
        engines=tools.engines,
        leftovers=tools.leftovers,
        publisher=tools.publisher,
        supervisor=supervisor,
        timings=tools.timings,
        clock=tools.clock,
        max_queued=settings.max_queued_per_user,
        room=_room(settings),
    )
