"""What the composition root joins: each part is handed what it needs, and knows no other."""

from __future__ import annotations

import os
import secrets
import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.changes import listen
from bot.delivery.moderation import audit_log
from bot.delivery.moderation.audit_log import AuditLog
from bot.delivery.moderation.budget_notices import BudgetNotices
from bot.delivery.publisher import DiscordPublisher
from bot.domain.judging import Judging
from bot.interactions.places import DiscordPlaces
from bot.jobs.clock import SystemClock
from bot.jobs.courtesy import Courtesy
from bot.jobs.deadlines import Deadlines
from bot.jobs.gate import Gate
from bot.jobs.in_force import InForce
from bot.jobs.leases import Leases
from bot.jobs.leftovers import Leftovers
from bot.jobs.looks import Looks
from bot.jobs.order import Order
from bot.jobs.picture_room import PictureRoom
from bot.jobs.rounds import Rounds
from bot.jobs.supervisor import Supervisor
from bot.jobs.timings import Timings
from bot.jobs.tools import Tools
from bot.moderation import retention
from bot.moderation.blur import PillowBlur
from bot.moderation.likeness import ByFingerprint
from bot.moderation.opening import opened_picture
from bot.moderation.policies import Policies
from bot.moderation.retention import Retention
from bot.store.jobs.images import SqlImageStore
from bot.store.jobs.jobs import SqlJobStore
from bot.store.jobs.originals import SqlOriginalStore
from bot.store.jobs.results import SqlResultStore
from bot.store.moderation.audit_log import SqlAuditLogStore
from bot.store.moderation.retention import SqlRetentionStore
from bot.store.moderation.revisions import SqlRevisionStore
from bot.store.policies import SqlPolicyStore
from bot.store.remembered_policies import RememberedPolicies
from bot.texts.say import say
from bot.wiring.admitting import asked
from bot.wiring.front_desk import open_desk, room
from bot.wiring.services import made

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from typing import Any

    from bot.client.discord_bot import Darkroom
    from bot.config.settings import Settings
    from bot.delivery.moderation.card_readers import CardReaders
    from bot.delivery.moderation.cards import Cards
    from bot.delivery.reposts.copies import Copies
    from bot.delivery.reposts.showcase import Showcases
    from bot.domain.ports import PolicyStore
    from bot.jobs.erasing import MembersData
    from bot.jobs.loops import Loops
    from bot.store.database import Database
    from bot.wiring.admitting import Asked
    from bot.wiring.case_services import Outcomes
    from bot.wiring.services import Opened

TIMINGS_LEARNED = 500
"""Past jobs that the estimates begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the composition root runs, each in a task of its own."""

    supervisor: Supervisor
    publisher: DiscordPublisher
    leftovers: Leftovers
    rounds: Rounds
    showcases: Showcases
    copies: Copies
    order: Order
    outcomes: Outcomes
    cards: Cards
    readers: CardReaders
    notices: BudgetNotices
    audit_log: AuditLog
    retention: Retention
    members_data: MembersData

    def loops(self, loops: Loops) -> dict[str, Coroutine[Any, Any, None]]:
        """Return what runs beside the jobs and may end at any moment, by name."""
        return {
            "rounds": self.rounds.run(),
            "leftovers": self.leftovers.run(),
            "showcases": self.showcases.run(),
            "copies": self.copies.run(),
            "order": self.order.run(),
            "outcomes": self.outcomes.run(),
            "cards": self.cards.run(),
            "card readers": self.readers.run(),
            "budget notices": self.notices.run(),
            "erasures": self.members_data.run(),
            "audit": loops.repeat("audit", audit_log.SECONDS, self.audit_log.work),
            "retention": loops.repeat("retention", retention.SECONDS, self.retention.sweep),
        }


async def join(settings: Settings, opened: Opened, bot: Darkroom) -> Parts:
    """Build what works on jobs, and hand ``bot`` its services; StoreError: no database."""
    database, engines, alone = opened.database, opened.engines, opened.database.sole_user
    clock, store, places = SystemClock(), await _job_store(database), DiscordPlaces(bot)
    courtesy, leases = Courtesy(clock.steady), Leases(clock.steady, alone=alone)
    policies = Policies(_policy_store(database), settings.default_policy, clock.now)
    ask = asked(database, policies, settings.prices, clock.now)
    publisher = _publisher(bot, clock, _status_turns(leases, courtesy), alone=alone)
    tools = Tools(
        engines=engines,
        leftovers=Leftovers(engines, clock),
        store=store,
        images=SqlImageStore(database),
        originals=SqlOriginalStore(database),
        results=SqlResultStore(database),
        revisions=SqlRevisionStore(database),
        publisher=publisher,
        blur=PillowBlur(),
        opened=opened_picture,
        detector=opened.detector,
        judging=Judging(settings.detector),
        likeness=ByFingerprint(ask.fingerprints),
        in_force=InForce(policies, places, clock),
        second_look=ask.second_look,
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
        prices=settings.prices,
        say=say,
    )
    return _joined(settings, opened, bot, tools, publisher, (policies, places, ask))


def _joined(
    settings: Settings,
    opened: Opened,
    bot: Darkroom,
    tools: Tools,
    publisher: DiscordPublisher,
    rules: tuple[Policies, DiscordPlaces, Asked],
) -> Parts:
    database, clock, (policies, places, ask) = opened.database, tools.clock, rules
    supervisor = Supervisor(tools, room(settings), alone=database.sole_user)
    desk = open_desk(settings, tools, supervisor, (policies, places), ask)
    whole = made(bot, opened, tools, desk)
    bot.services = whole.services
    listen(bot, whole.readers.look_again, tools.doors.opened)
    return Parts(
        supervisor=supervisor,
        publisher=publisher,
        leftovers=tools.leftovers,
        outcomes=whole.outcomes,
        rounds=Rounds(tools.engines, clock, settings.balance_floor),
        showcases=whole.showcases,
        copies=whole.copies,
        cards=whole.cards,
        readers=whole.readers,
        order=Order(desk.people, desk.jobs, clock),
        notices=BudgetNotices(bot, bot.services.budgets, policies, clock),
        audit_log=AuditLog(bot, SqlAuditLogStore(database), policies, clock.now),
        retention=Retention(SqlRetentionStore(database), policies, clock.now),
        members_data=bot.services.members_data,
    )


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
