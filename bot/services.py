"""The services that commands and buttons reach: each is built of what was opened, once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery.elsewhere import DiscordElsewhere
from bot.delivery.place_rules import PlaceRules
from bot.delivery.posted_originals import DiscordOriginals
from bot.delivery.repost_making import Sources
from bot.delivery.showcase import Memory
from bot.discord_bot import Services
from bot.jobs.deleting import Deletions
from bot.jobs.erasing import MembersData
from bot.jobs.favourites import Favourites
from bot.jobs.requests import Requests
from bot.jobs.service import new_id
from bot.jobs.styles import Styles
from bot.jobs.suggesting import Suggesting
from bot.jobs.told import ToldForms
from bot.jobs.usages import Usages
from bot.moderation.reports import Reports
from bot.reviewing import reviewing
from bot.store.audit import SqlAuditStore
from bot.store.budgets import SqlBudgetStore
from bot.store.cases import SqlCaseStore
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
from bot.store.reports import SqlReportStore
from bot.store.showcases import SqlShowcaseStore
from bot.store.stars import SqlStarStore
from bot.store.styles import SqlStyleStore
from bot.store.usage import SqlUsageStore
from bot.store.uses import SqlModelUses

if TYPE_CHECKING:
    from bot.charts.drawer import Drawer
    from bot.delivery.cards import Cards
    from bot.delivery.repost_making import Fetch
    from bot.delivery.showcase import Showcases
    from bot.discord_bot import Darkroom, PostedPictures
    from bot.domain.ports import Detector
    from bot.interactions.places import DiscordPlaces
    from bot.jobs.engines import Engines
    from bot.jobs.service import Jobs
    from bot.jobs.tools import Tools
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
    max_queued: int
    """Jobs of a member that may wait."""


@dataclass(frozen=True, slots=True)
class Made:
    """The services, and what wants a task of its own."""

    services: Services
    showcases: Showcases
    cards: Cards


def made(bot: Darkroom, opened: Opened, tools: Tools, desk: Desk) -> Made:
    """Return the services, joined."""
    memory = _memory(opened, tools)
    rules, sources = PlaceRules(desk.policies, desk.places), _sources(bot, opened, tools)
    elsewhere = DiscordElsewhere(sources, rules, memory, tools.clock)
    requests, cases = Requests(tools.engines), SqlCaseStore(opened.database)
    review = reviewing(opened.database, sources, rules, tools, cases)
    services = Services(
        jobs=desk.jobs,
        images=tools.images,
        stars=memory.stars,
        elsewhere=elsewhere,
        history=SqlHistory(opened.database),
        gallery=SqlGallery(opened.database),
        opt_outs=memory.opt_outs,
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
        places=desk.places,
        courtesy=tools.courtesy,
        pictures=opened.pictures,
        sitting=tools.sitting,
        told=ToldForms(),
        usages=Usages(tools.store, SqlUsageStore(opened.database), tools.clock, desk.max_queued),
        drawer=opened.drawer,
        reviews=review.reviews,
        review_cards=review.making,
        cards=review.cards,
        cases=cases,
        reports=_reports(bot, opened, tools, desk),
        audit=SqlAuditStore(opened.database),
        budgets=SqlBudgetStore(opened.database),
        members_data=MembersData(SqlPrivacyStore(opened.database), tools.clock),
    )
    return Made(services, elsewhere.showcases, review.cards)


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
    )
