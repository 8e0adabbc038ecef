"""What happened, in SQL: added with what it tells of, and never changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.event import Event, EventKind
from bot.domain.ids import JobId, UserId
from bot.store.schema import events

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Row

    from bot.store.database import Database

_INSERT = events.insert()
_OF = (
    sa.select(events)
    .where(events.c.job == sa.bindparam("job", type_=sa.Text))
    .order_by(events.c.id)
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
        connection.execute(_INSERT, rows)


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
