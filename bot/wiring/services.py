"""The services that commands and buttons reach: each is built of what was opened, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.client.discord_bot import Services
from bot.client.moderation_services import Moderation
from bot.delivery.place_rules import PlaceRules
from bot.delivery.reposts.elsewhere import DiscordElsewhere
from bot.delivery.reposts.posted_originals import DiscordOriginals
from bot.delivery.reposts.repost_making import Sources
from bot.delivery.reposts.showcase import Memory
from bot.interactions.unseen import Unseen
from bot.jobs.deleting import Deletions
from bot.jobs.erasing import MembersData
from bot.jobs.favourites import Favourites
from bot.jobs.requests import Requests
from bot.jobs.service import new_id
from bot.jobs.standings import Standings
from bot.jobs.styles import Styles
from bot.jobs.suggesting import Suggesting
from bot.jobs.told import ToldForms
from bot.jobs.usages import Usages
from bot.moderation.fingerprints import Fingerprints
from bot.moderation.reports import Reports
from bot.store.command_ids import CommandIds
from bot.store.jobs.deletions import SqlDeletionStore
from bot.store.jobs.job_finder import SqlJobFinder
from bot.store.jobs.queue import SqlQueue
from bot.store.meta import MetaStore
from bot.store.moderation.audit import SqlAuditStore
from bot.store.moderation.budgets import SqlBudgetStore
from bot.store.moderation.reports import SqlReportStore
from bot.store.studio.copies import SqlCopyStore
from bot.store.studio.gallery import SqlGallery
from bot.store.studio.history import SqlHistory
from bot.store.studio.listings import SqlListingStore
from bot.store.studio.members import SqlMemberStore
from bot.store.studio.opt_outs import SqlOptOuts
from bot.store.studio.privacy import SqlPrivacyStore
from bot.store.studio.showcases import SqlShowcaseStore
from bot.store.studio.stars import SqlStarStore
from bot.store.studio.styles import SqlStyleStore
from bot.store.studio.usage import SqlUsageStore
from bot.store.studio.uses import SqlModelUses
from bot.wiring.case_services import casework
from bot.wiring.reviewing import reviewing

if TYPE_CHECKING:
    from bot.charts.drawer import Drawer
    from bot.client.discord_bot import Darkroom, PostedPictures
    from bot.delivery.moderation.card_readers import CardReaders
    from bot.delivery.moderation.cards import Cards
    from bot.delivery.reposts.copies import Copies
    from bot.delivery.reposts.repost_making import Fetch
    from bot.delivery.reposts.showcase import Showcases
    from bot.domain.ports import Admission, Detector, FingerprintStore, ReviewStore
    from bot.interactions.places import DiscordPlaces
    from bot.jobs.engines import Engines
    from bot.jobs.service import Jobs
    from bot.jobs.tools import Tools
    from bot.moderation.filters import Filters
    from bot.moderation.people import People
    from bot.moderation.policies import Policies
    from bot.moderation.tiers import Tiers
    from bot.store.database import Database
    from bot.wiring.case_services import Outcomes


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
    tiers: Tiers
    fingerprints: FingerprintStore
    reviews: ReviewStore
    max_queued: int
    """Jobs of a member that may wait."""


@dataclass(frozen=True, slots=True)
class Made:
    """The services, and what wants a task of its own."""

    services: Services
    showcases: Showcases
    copies: Copies
    cards: Cards
    readers: CardReaders
    outcomes: Outcomes


def made(bot: Darkroom, opened: Opened, tools: Tools, desk: Desk) -> Made:
    """Return the services, joined."""
    memory = _memory(opened, tools)
    rules, sources = PlaceRules(desk.policies, desk.places), _sources(bot, opened, tools)
    copies = SqlCopyStore(opened.database)
    elsewhere = DiscordElsewhere(sources, rules, memory, copies, tools.clock)
    cases, outcomes = casework(bot, opened.database, tools, rules)
    review = reviewing(opened.database, sources, rules, tools, cases.cases, desk.reviews)
    moderation = Moderation(
        cases=cases.cases,
        casework=cases,
        reviews=review.reviews,
        review_cards=review.making,
        cards=review.cards,
        reports=_reports(bot, opened, tools, desk),
        audit=SqlAuditStore(opened.database),
        filters=desk.filters,
        fingerprints=Fingerprints(desk.fingerprints, tools.clock.now),
        people=desk.people,
        unseen=Unseen(bot),
    )
    services = _services(opened, tools, desk, (memory, elsewhere, moderation))
    return Made(
        services, elsewhere.showcases, elsewhere.copies, review.cards, review.readers, outcomes
    )


def _services(
    opened: Opened,
    tools: Tools,
    desk: Desk,
    joined: tuple[Memory, DiscordElsewhere, Moderation],
) -> Services:
    (memory, elsewhere, moderation), database, now = joined, opened.database, tools.clock.now
    requests, usages = Requests(tools.engines), _usages(opened, tools, desk)
    return Services(
        jobs=desk.jobs,
        images=tools.images,
        stars=memory.stars,
        elsewhere=elsewhere,
        history=SqlHistory(database),
        gallery=SqlGallery(database),
        opt_outs=memory.opt_outs,
        listings=SqlListingStore(database),
        deletions=Deletions(SqlDeletionStore(database), tools.clock),
        finder=SqlJobFinder(database),
        command_ids=CommandIds(MetaStore(database)),
        members=SqlMemberStore(database),
        styles=Styles(SqlStyleStore(database), requests, now),
        requests=requests,
        suggesting=Suggesting(lambda: requests.catalogue),
        favourites=Favourites(SqlModelUses(database), tools.clock.steady),
        policies=desk.policies,
        tiers=desk.tiers,
        queue=SqlQueue(database),
        places=desk.places,
        courtesy=tools.courtesy,
        pictures=opened.pictures,
        sitting=tools.sitting,
        told=ToldForms(),
        usages=usages,
        standings=Standings(desk.admission, tools.engines, usages, tools.clock),
        drawer=opened.drawer,
        moderation=moderation,
        budgets=SqlBudgetStore(database),
        members_data=MembersData(SqlPrivacyStore(database), tools.clock),
    )


def _usages(opened: Opened, tools: Tools, desk: Desk) -> Usages:
    return Usages(tools.store, SqlUsageStore(opened.database), tools.clock, desk.max_queued)


def _reports(bot: Darkroom, opened: Opened, tools: Tools, desk: Desk) -> Reports:
    rules = PlaceRules(desk.policies, desk.places)
    return Reports(
        SqlReportStore(opened.database),
        DiscordOriginals(bot, tools.images, opened.cdn),
        rules.of_job,
        now=tools.clock.now,
        retention=tools.retention,
        new_id=new_id,
        withheld=desk.jobs.tell_again,
    )


def _memory(opened: Opened, tools: Tools) -> Memory:
    return Memory(
        jobs=tools.store,
        claims=SqlShowcaseStore(opened.database),
        stars=SqlStarStore(opened.database),
        opt_outs=SqlOptOuts(opened.database),
    )


def _sources(bot: Darkroom, opened: Opened, tools: Tools) -> Sources:
    return Sources(
        client=bot,
        images=tools.images,
        bench=tools.bench_of_job,
        blur=tools.blur,
        fetch=opened.cdn,
        likeness=tools.likeness,
    )
