"""What follows from a strike, in SQL: drawn once, in one transaction with all that tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.moderation.block import Block, BlockKind
from bot.domain.moderation.case import Case, CaseKind
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.strikes import consequence, counted_since, counts, still_follows
from bot.store.moderation import barring, cases, entries
from bot.store.moderation.people_tables import DUE, strikes
from bot.store.types import Moment

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.ids import CaseId
    from bot.domain.moderation.strikes import Strike
    from bot.domain.policy import Policy

TOLD = {BlockKind.BLOCK: EntryKind.BLOCKED, BlockKind.COOLDOWN: EntryKind.COOLED}

MEMORY = timedelta(days=366)
"""Longer than any policy counts strikes."""

_THIS = strikes.c.id == sa.bindparam("this", type_=sa.BigInteger)
_IS_VOID = strikes.c.voided_at.is_not(None)
_STANDS = sa.select(strikes.c.job, _IS_VOID.label("is_void")).where(_THIS, DUE).with_for_update()
_MEMBERS = sa.and_(
    strikes.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
    strikes.c.member == sa.bindparam("whom", type_=sa.BigInteger),
    strikes.c.at > sa.bindparam("since", type_=Moment),
    ~_IS_VOID,
    sa.or_(~DUE, _THIS),
)
_OCCASION = sa.func.coalesce(strikes.c.job, strikes.c.case_id, sa.cast(strikes.c.id, sa.Text))
"""Several images of one job are one occasion."""
_COUNT = sa.select(sa.func.count(sa.distinct(_OCCASION))).where(_MEMBERS)
_SAME = (
    sa.select(strikes.c.id)
    .where(_MEMBERS, ~_THIS, strikes.c.job == sa.bindparam("for_job", type_=sa.Text))
    .limit(1)
)
_WEIGHED = (
    strikes.update()
    .where(_THIS)
    .values(
        weighed_at=sa.bindparam("now", type_=Moment),
        case_id=sa.bindparam("case", type_=sa.Text),
    )
)
_DROP = strikes.delete().where(_THIS)
_FORGET = strikes.delete().where(
    strikes.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
    strikes.c.member == sa.bindparam("whom", type_=sa.BigInteger),
    strikes.c.at < sa.bindparam("since", type_=Moment),
    ~DUE,
)


@dataclass(frozen=True, slots=True)
class Weighing:
    """A strike, with what its consequences depend on."""

    strike: Strike
    policy: Policy
    fresh: CaseId
    """The id of a case, should one have to be opened."""
    now: datetime

    def entry(self, kind: EntryKind, **details: object) -> Entry:
        """Return what tells of it."""
        strike = self.strike
        return Entry(
            guild_id=strike.guild_id,
            kind=kind,
            at=self.now,
            member=strike.member,
            job_id=strike.job_id,
            details=details,
        )


def weigh(connection: sa.Connection, weighing: Weighing) -> list[Block]:
    """See BlockStore; of two who weigh the same, one waits for the other."""
    strike, policy = weighing.strike, weighing.policy
    found = connection.execute(_STANDS, {"this": strike.id}).one_or_none()
    if found is None:
        return []
    since = counted_since(policy, weighing.now)
    asked = {
        "this": strike.id,
        "guild": strike.guild_id,
        "whom": strike.member,
        "since": since,
        "for_job": strike.job_id,
    }
    connection.execute(_FORGET, asked | {"since": weighing.now - MEMORY})
    if not found.is_void and not counts(policy):
        connection.execute(_DROP, asked)
        return []
    count = connection.scalar(_COUNT, asked) or 0
    if found.is_void:
        _ease(connection, weighing, count)
    elif strike.at > since and connection.scalar(_SAME, asked) is None:
        return _drawn(connection, weighing, count)
    _weighed(connection, weighing, strike.case_id)
    return []


def _drawn(connection: sa.Connection, weighing: Weighing, count: int) -> list[Block]:
    strike, follows = weighing.strike, consequence(count, weighing.policy, weighing.now)
    struck = weighing.entry(EntryKind.STRUCK, ground=strike.ground.value, strikes=count)
    case = _case(connection, weighing)
    told, held = [struck], []
    if follows is not None:
        block = Block(
            guild_id=strike.guild_id,
            member=strike.member,
            kind=follows.kind,
            at=weighing.now,
            until=follows.until,
            case_id=case.id,
            number=case.number,
        )
        if _is_news(connection, block):
            barring.put(connection, block)
            until = round(follows.until.timestamp())
            told.append(weighing.entry(TOLD[follows.kind], until=until, strikes=count))
            held.append(block)
    entries.add(connection, told, case.id)
    _weighed(connection, weighing, case.id)
    return held


def _is_news(connection: sa.Connection, block: Block) -> bool:
    """Whether nothing else keeps the member for as long."""
    standing = barring.standing(connection, block.guild_id, block.member)
    others = [standing.block]
    if block.kind is BlockKind.COOLDOWN:
        others.append(standing.cooldown)
    return not any(other and other.outlasts(block) for other in others)


def _ease(connection: sa.Connection, weighing: Weighing, count: int) -> None:
    """Take back what followed from strikes, and no longer would."""
    strike = weighing.strike
    standing = barring.standing(connection, strike.guild_id, strike.member)
    for block in (standing.block, standing.cooldown):
        if block is None or block.by is not None or not block.holds(weighing.now):
            continue
        if not still_follows(block.kind, count, weighing.policy):
            barring.drop(connection, block)
            lifted = weighing.entry(EntryKind.UNBLOCKED, strikes=count)
            entries.add(connection, [lifted], block.case_id)


def _case(connection: sa.Connection, weighing: Weighing) -> Case:
    """Return the case of a strike: that of the image it is for, or a new one of the member."""
    strike = weighing.strike
    known = cases.found(connection, strike.case_id) if strike.case_id else None
    if known is not None:
        return known
    fresh = Case(
        id=weighing.fresh,
        guild_id=strike.guild_id,
        kind=CaseKind.MEMBER,
        subject=strike.member,
        opened_at=weighing.now,
        place=strike.places[0],
    )
    return cases.opened(connection, fresh, [])


def _weighed(connection: sa.Connection, weighing: Weighing, case: CaseId | None) -> None:
    said = {"this": weighing.strike.id, "now": weighing.now, "case": case}
    connection.execute(_WEIGHED, said)
