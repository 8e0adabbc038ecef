"""The services that commands and buttons reach: each is built of what was opened, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.case_services import casework
from bot.delivery.elsewhere import DiscordElsewhere
from bot.delivery.place_rules import PlaceRules
from bot.delivery.repost_making import Sources
from bot.delivery.showcase import Memory
from bot.discord_bot import Services
from bot.jobs.deleting import Deletions
from bot.jobs.erasing import MembersData
from bot.jobs.favourites import Favourites
from bot.jobs.requests import Requests
from bot.jobs.standings import Standings
from bot.jobs.styles import Styles
from bot.jobs.suggesting import Suggesting
from bot.jobs.told import ToldForms
from bot.jobs.usages import Usages
from bot.moderation.tiers import Tiers
from bot.store.audit import SqlAuditStore
from bot.store.budgets import SqlBudgetStore
from bot.store.command_ids import CommandIds
from bot.store.deletions import SqlDeletionStore
from bot.store.gallery import SqlGallery
from bot.store.history import SqlHistory
from bot.store.job_finder import SqlJobFinder
from bot.store.listings import SqlListingStore
from bot.store.members import SqlMemberStore
from bot.store.meta import MetaStore
from bot.store.opt_outs import SqlOptOuts
from bot.store.privacy import SqlPrivacyStore
from bot.store.queue import SqlQueue
from bot.store.remembered_tiers import RememberedTiers
from bot.store.showcases import SqlShowcaseStore
from bot.store.stars import SqlStarStore
from bot.store.styles import SqlStyleStore
from bot.store.tiers import SqlTierStore
from bot.store.usage import SqlUsageStore
from bot.store.uses import SqlModelUses

if TYPE_CHECKING:
    from bot.case_services import Outcomes
    from bot.charts.drawer import Drawer
    from bot.delivery.repost_making import Fetch
    from bot.delivery.showcase import Showcases
    from bot.discord_bot import Darkroom, PostedPictures
    from bot.domain.ports import Admission, Detector, TierStore
    from bot.interactions.places import DiscordPlaces
    from bot.jobs.engines import Engines
    from bot.jobs.service import Jobs
    from bot.jobs.tools import Tools
    from bot.moderation.filters import Filters
    from bot.moderation.people import People
    from bot.moderation.policies import Policies
    from bot.store.database import Database


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
class Desk:
    """What takes jobs on, and by which rules."""

    jobs: Jobs
    policies: Policies
    places: DiscordPlaces
    filters: Filters
    admission: Admission
    people: People
    max_queued: int
    """Jobs of a member that may wait."""


def made(
    bot: Darkroom, opened: Opened, tools: Tools, desk: Desk
) -> tuple[Services, Showcases, Outcomes]:
    """Return the services, and what posts into showcases and tells outcomes.

    These two want a task each.
    """
    stars, opt_outs = SqlStarStore(opened.database), SqlOptOuts(opened.database)
    claims = SqlShowcaseStore(opened.database)
    memory = Memory(jobs=tools.store, claims=claims, stars=stars, opt_outs=opt_outs)
    elsewhere = _elsewhere(bot, opened, tools, desk, memory)
    cases, outcomes = casework(bot, opened.database, tools, desk.policies, desk.places)
    requests, usages = Requests(tools.engines), _usages(opened, tools, desk)
    services = Services(
        jobs=desk.jobs,
        images=tools.images,
        stars=stars,
        elsewhere=elsewhere,
        history=SqlHistory(opened.database),
        gallery=SqlGallery(opened.database),
        opt_outs=opt_outs,
        listings=SqlListingStore(opened.database),
        deletions=Deletions(SqlDeletionStore(opened.database), tools.clock),
        finder=SqlJobFinder(opened.database),
        command_ids=CommandIds(MetaStore(opened.database)),
        members=SqlMemberStore(opened.database),
        styles=Styles(SqlStyleStore(opened.database), requests, tools.clock.now),
        requests=requests,
        suggesting=Suggesting(lambda: requests.catalogue),
        favourites=Favourites(SqlModelUses(opened.database), tools.clock.steady),
        policies=desk.policies,
        tiers=Tiers(_tier_store(opened.database), tools.clock.now),
        queue=SqlQueue(opened.database),
        filters=desk.filters,
        places=desk.places,
        people=desk.people,
        courtesy=tools.courtesy,
        pictures=opened.pictures,
        sitting=tools.sitting,
        told=ToldForms(),
        usages=usages,
        standings=Standings(desk.admission, tools.engines, usages, tools.clock),
        drawer=opened.drawer,
        cases=cases.cases,
        casework=cases,
        audit=SqlAuditStore(opened.database),
        budgets=SqlBudgetStore(opened.database),
        members_data=MembersData(SqlPrivacyStore(opened.database), tools.clock),
    )
    return services, elsewhere.showcases, outcomes


def _usages(opened: Opened, tools: Tools, desk: Desk) -> Usages:
    return Usages(tools.store, SqlUsageStore(opened.database), tools.clock, desk.max_queued)


def _tier_store(database: Database) -> TierStore:
    said = SqlTierStore(database)
    return RememberedTiers(said) if database.sole_user else said


def _elsewhere(
    bot: Darkroom, opened: Opened, tools: Tools, desk: Desk, memory: Memory
) -> DiscordElsewhere:
    sources = Sources(
        client=bot,
        images=tools.images,
        bench=tools.bench_of_job,
        blur=tools.blur,
        fetch=opened.cdn,
    )
    rules = PlaceRules(desk.policies, desk.places)
    return DiscordElsewhere(sources, rules, memory, tools.clock)
