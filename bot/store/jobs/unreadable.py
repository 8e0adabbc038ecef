"""Rows that no job can be made of: their jobs end, so that they do not stop all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import structlog

from bot.domain.event import Event, EventKind
from bot.domain.job import JobState
from bot.errors import StoreError
from bot.failure_kinds import FailureKind
from bot.store.jobs import events, images
from bot.store.jobs.job_rows import to_job
from bot.store.schema import jobs
from bot.store.types import EPOCH

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Row

    from bot.domain.job import Job

_GIVE_UP = (
    jobs.update()
    .where(jobs.c.id == sa.bindparam("this", type_=sa.Text))
    .values(
        state=JobState.FAILED.value,
        failure=FailureKind.BUG.value,
        shown=True,
        token="",
        holder=None,
        leased_until=EPOCH,
    )
)

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def readable(connection: sa.Connection, rows: Iterable[Row[Any]], now: datetime) -> list[Job]:
    """Return the jobs of rows; one that cannot be read ends, or it would stop all others."""
    found: list[Job] = []
    for row in rows:
        try:
            found.append(to_job(row))
        except StoreError as error:
            log.error("job.unreadable", job=row.id, why=str(error))  # noqa: TRY400 - all is in it
            connection.execute(_GIVE_UP, {"this": row.id})
            images.withdraw(connection, row.id)
            kind, why = EventKind.FAILED, FailureKind.BUG
            events.add(connection, [Event(job_id=row.id, kind=kind, at=now, why=why)])
    return found
