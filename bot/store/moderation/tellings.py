"""Outcomes that members are still to be told of, in SQL: a row for each, till it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.ids import CaseId, UserId
from bot.domain.job import JobState
from bot.domain.moderation.casefile import MEMBERS_READ, Telling, is_lost, reason_of
from bot.domain.moderation.entry import EntryKind
from bot.store.moderation.appeal_tables import appeals, tellings
from bot.store.moderation.case_tables import cases, entries
from bot.store.moderation.cases import to_case
from bot.store.moderation.entries import to_entry
from bot.store.schema import jobs
from bot.store.types import Moment

if TYPE_CHECKING:
    from datetime import datetime

    from bot.store.database import Database

LOCK = -1_301
"""Held by whoever takes some, so that no two take the same."""

_WAITS = sa.exists().where(
    entries.c.id == tellings.c.entry,
    entries.c.kind == EntryKind.APPROVED.value,
    jobs.c.id == entries.c.job,
    jobs.c.state == JobState.DELIVERED.value,
    jobs.c.deleted_by.is_(None),
    sa.not_(jobs.c.shown),
)
"""What was approved is told once its message shows it, or never will."""

_DUE = (
    sa.select(tellings)
    .where(tellings.c.due_at <= sa.bindparam("now", type_=Moment), ~_WAITS)
    .order_by(tellings.c.due_at, tellings.c.entry)
    .limit(1)
)
_TOGETHER = sa.and_(
    tellings.c.case_id == sa.bindparam("case", type_=sa.Text),
    tellings.c.member == sa.bindparam("who", type_=sa.BigInteger),
)
_SAME = sa.and_(_TOGETHER, tellings.c.tries == sa.bindparam("tried", type_=sa.Integer), ~_WAITS)
_OF_CASE = sa.select(tellings.c.entry).where(_SAME).order_by(tellings.c.entry)
_POSTPONE = (
    tellings.update()
    .where(_SAME)
    .values(due_at=sa.bindparam("until", type_=Moment), tries=tellings.c.tries + 1)
)
_THESE = tellings.c.entry.in_(sa.bindparam("these", expanding=True, type_=sa.BigInteger))
_LATER = (
    tellings.update().where(_TOGETHER, _THESE).values(due_at=sa.bindparam("until", type_=Moment))
)
_END = tellings.delete().where(_TOGETHER, _THESE)
_CASE = sa.select(cases).where(cases.c.id == sa.bindparam("case", type_=sa.Text))
_APPEALED = sa.select(appeals.c.case_id).where(
    appeals.c.case_id == sa.bindparam("case", type_=sa.Text)
)
_READ = (
    sa.select(entries)
    .where(
        entries.c.case_id == sa.bindparam("case", type_=sa.Text),
        entries.c.kind.in_([kind.value for kind in sorted(MEMBERS_READ | {EntryKind.LOST})]),
    )
    .order_by(entries.c.id)
)


class SqlTellingStore:
    """A TellingStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def take(self, *, now: datetime, until: datetime) -> Telling | None:
        """See TellingStore."""

        def take(connection: sa.Connection) -> Telling | None:
            row = connection.execute(_DUE, {"now": now}).first()
            if row is None:
                return None
            key = {"case": row.case_id, "who": row.member, "tried": row.tries}
            case = connection.execute(_CASE, key).one()
            numbers = set(connection.scalars(_OF_CASE, key))
            connection.execute(_POSTPONE, key | {"until": until})
            read = [to_entry(each) for each in connection.execute(_READ, key)]
            return Telling(
                member=UserId(row.member),
                case=to_case(case),
                entries=tuple(entry for entry in read if entry.id in numbers),
                tries=row.tries,
                reason=reason_of(read),
                is_lost=is_lost(read),
                is_appealed=connection.scalar(_APPEALED, key) is not None,
            )

        return await self._database.transact(take, lock=LOCK)

    async def later(self, telling: Telling, at: datetime) -> None:
        """See TellingStore."""
        key = _key(telling) | {"until": at}
        await self._database.transact(lambda connection: connection.execute(_LATER, key).rowcount)

    async def end(self, telling: Telling) -> None:
        """See TellingStore."""
        key = _key(telling)
        await self._database.transact(lambda connection: connection.execute(_END, key).rowcount)


def _key(telling: Telling) -> dict[str, object]:
    case_id: CaseId = telling.case.id
    numbers = [entry.id for entry in telling.entries]
    return {"case": case_id, "who": telling.member, "these": numbers}
