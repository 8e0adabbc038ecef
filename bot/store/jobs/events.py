"""What happened, in SQL: added with what it tells of, and never changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.event import Event, EventKind
from bot.domain.ids import JobId, UserId
from bot.store.prepared import Prepared
from bot.store.schema import events
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row

    from bot.store.database import Database

_INSERT = Prepared(events.insert())
_OF = (
    sa.select(events)
    .where(events.c.job == sa.bindparam("job", type_=sa.Text))
    .order_by(events.c.id)
)
_SAME = (
    sa.select(events.c.id)
    .where(
        events.c.job == sa.bindparam("this", type_=sa.Text),
        events.c.image == sa.bindparam("number", type_=sa.Integer),
        events.c.kind == sa.bindparam("what", type_=sa.Text),
        events.c.at == sa.bindparam("moment", type_=Moment),
        events.c.by.is_not_distinct_from(sa.bindparam("who", type_=sa.BigInteger)),
    )
    .limit(1)
)


class SqlEventStore:
    """An EventStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def of(self, job_id: JobId) -> Sequence[Event]:
        """See EventStore."""
        found = await self._database.read(
            lambda connection: connection.execute(_OF, {"job": job_id}).all()
        )
        return [_event(row) for row in found]


def add(connection: sa.Connection, happened: Iterable[Event]) -> None:
    """Add events, in the transaction of what they tell of."""
    if rows := [_row(event) for event in happened]:
        _INSERT.run_each(connection, rows)


def is_told(connection: sa.Connection, event: Event) -> bool:
    """Whether an event of an image is there already, to the microsecond.

    Then what it tells of was committed, and the answer lost: whoever got none asks again.
    """
    wanted = {
        "this": event.job_id,
        "number": event.image,
        "what": event.kind.value,
        "moment": event.at,
        "who": event.by,
    }
    return connection.scalar(_SAME, wanted) is not None


def _row(event: Event) -> dict[str, object]:
    return {
        "job": event.job_id,
        "image": event.image,
        "kind": event.kind.value,
        "at": event.at,
        "by": event.by,
        "why": event.why,
        "details": json.dumps(event.details),
    }


def _event(row: Row[Any]) -> Event:
    return Event(
        job_id=JobId(row.job),
        kind=EventKind(row.kind),
        at=row.at,
        image=row.image,
        by=row.by and UserId(row.by),
        why=row.why,
        details=json.loads(row.details),
    )
