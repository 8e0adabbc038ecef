"""Messages that show images of a result once more, in SQL: a row for each that may be there.

``withdraw`` belongs into the transaction of whatever takes an image of a job away.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.copies import Copy, CopyKind, may_stay
from bot.domain.ids import JobId, UserId
from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.store.schema import images, jobs, showcases
from bot.store.studio.copy_table import IS_DUE, copies
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Row

    from bot.store.database import Database

LOCK = -1_101
"""Held by whoever takes one, so that no two take the same."""

_NOW = sa.bindparam("now", type_=Moment)
_THIS = copies.c.press_id == sa.bindparam("this", type_=sa.BigInteger)
_JOB = copies.c.job == sa.bindparam("which", type_=sa.Text)
_ONE = sa.select(copies).where(_THIS)
_INSERT = copies.insert()
_UPDATE = copies.update().where(_THIS)
_WITHDRAWN = sa.func.coalesce(copies.c.withdrawn_at, _NOW)
_WITHDRAW = copies.update().where(_JOB).values(due_at=_NOW, withdrawn_at=_WITHDRAWN)
_RECALL = _UPDATE.values(due_at=_NOW, withdrawn_at=_WITHDRAWN, recalled=True)
_DUE = (
    sa.select(copies)
    .where(IS_DUE, copies.c.due_at <= _NOW)
    .order_by(copies.c.due_at, copies.c.press_id)
    .limit(1)
)
_POSTPONE = _UPDATE.values(due_at=sa.bindparam("until", type_=Moment))
_END = copies.delete().where(_THIS)
_LOCK_JOB = (
    sa.select(jobs.c.id).where(jobs.c.id == sa.bindparam("which", type_=sa.Text)).with_for_update()
)
"""Locked first: whoever withdraws images either sees what was posted, or is seen."""

_IS_GONE = sa.or_(jobs.c.deleted_by.is_not(None), jobs.c.state == JobState.FAILED.value)
_TREATED = (
    sa.select(images.c.number, images.c.treatment)
    .join(jobs, jobs.c.id == images.c.job)
    .where(images.c.job == sa.bindparam("which", type_=sa.Text), ~_IS_GONE)
)
_COPIES = sa.select(copies.c.message_id).where(
    _JOB,
    copies.c.channel_id == sa.bindparam("channel", type_=sa.BigInteger),
    copies.c.message_id.is_not(None),
    ~_THIS,
)
_SHOWCASES = sa.select(showcases.c.message_id).where(
    showcases.c.job == sa.bindparam("which", type_=sa.Text), showcases.c.message_id.is_not(None)
)


def withdraw(connection: sa.Connection, job_id: JobId, now: datetime) -> None:
    """Have all copies of a job's images looked at, and those taken away that may not stay."""
    connection.execute(_WITHDRAW, {"which": job_id, "now": now})


class SqlCopyStore:
    """A CopyStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def begin(self, copy: Copy, *, due: datetime) -> bool:
        """See CopyStore."""

        def begin(connection: sa.Connection) -> bool:
            known = connection.execute(_ONE, {"this": copy.press_id}).one_or_none()
            if known is None:
                connection.execute(_INSERT, _row(copy) | {"due_at": due})
                return True
            # What was withdrawn meanwhile is due already.
            later = {"begun_at": copy.begun_at, "numbers": _told(copy.numbers)}
            if known.withdrawn_at is None:
                later |= {"due_at": due}
            connection.execute(_UPDATE.values(later), {"this": copy.press_id})
            return False

        return await self._database.transact(begin, lock=copy.press_id)

    async def posted(self, copy: Copy, *, now: datetime) -> None:
        """See CopyStore; one that was looked for in vain meanwhile is noted anew."""

        def note(connection: sa.Connection) -> None:
            connection.execute(_LOCK_JOB, {"which": copy.job_id}).all()
            known = connection.execute(_ONE, {"this": copy.press_id}).one_or_none()
            is_recalled = known is not None and known.recalled
            stays = not is_recalled and _stays(connection, copy)
            since = (known and known.withdrawn_at) or now
            marks = {"due_at": None if stays else now, "withdrawn_at": None if stays else since}
            row = _row(copy) | marks | {"recalled": is_recalled}
            if known is None:
                connection.execute(_INSERT, row)
            else:
                connection.execute(_UPDATE.values(row), {"this": copy.press_id})

        await self._database.transact(note, lock=copy.press_id)

    async def recall(self, press_id: int, *, now: datetime) -> None:
        """See CopyStore."""
        told = {"this": press_id, "now": now}
        await self._database.transact(lambda it: it.execute(_RECALL, told).rowcount)

    async def take(self, *, now: datetime, until: datetime) -> Copy | None:
        """See CopyStore."""

        def take(connection: sa.Connection) -> Copy | None:
            row = connection.execute(_DUE, {"now": now}).first()
            if row is None:
                return None
            connection.execute(_POSTPONE, {"this": row.press_id, "until": until})
            copy = _to_copy(row)
            return replace(copy, stays=not row.recalled and _stays(connection, copy))

        if await self._database.read(lambda it: it.execute(_DUE, {"now": now}).first()) is None:
            return None
        return await self._database.transact(take, lock=LOCK)

    async def others(self, copy: Copy) -> Collection[int]:
        """See CopyStore; those of a showcase too."""
        asked = {"this": copy.press_id, "which": copy.job_id, "channel": copy.channel_id}

        def read(connection: sa.Connection) -> set[int]:
            return {*connection.scalars(_COPIES, asked), *connection.scalars(_SHOWCASES, asked)}

        return await self._database.read(read)

    async def later(self, press_id: int, at: datetime) -> None:
        """See CopyStore."""
        told = {"this": press_id, "until": at}
        await self._database.transact(lambda it: it.execute(_POSTPONE, told).rowcount)

    async def end(self, press_id: int) -> None:
        """See CopyStore."""
        await self._database.transact(lambda it: it.execute(_END, {"this": press_id}).rowcount)


def _stays(connection: sa.Connection, copy: Copy) -> bool:
    """Whether a copy may stay, by the rows of this moment."""
    rows = connection.execute(_TREATED, {"which": copy.job_id}).all()
    return may_stay(copy.numbers, {number: Treatment(treated) for number, treated in rows})


def _row(copy: Copy) -> dict[str, object]:
    return {
        "press_id": copy.press_id,
        "job": copy.job_id,
        "kind": copy.kind.value,
        "numbers": _told(copy.numbers),
        "channel_id": copy.channel_id,
        "message_id": copy.message_id,
        "owner": copy.owner,
        "begun_at": copy.begun_at,
        "withdrawn_at": copy.withdrawn_at,
        "recalled": False,
    }


def _told(numbers: tuple[int, ...]) -> str:
    return " ".join(map(str, numbers))


def _to_copy(row: Row[Any]) -> Copy:
    return Copy(
        press_id=row.press_id,
        job_id=JobId(row.job),
        kind=CopyKind(row.kind),
        numbers=tuple(map(int, row.numbers.split())),
        channel_id=row.channel_id,
        begun_at=row.begun_at,
        owner=row.owner and UserId(row.owner),
        message_id=row.message_id,
        withdrawn_at=row.withdrawn_at,
    )
