"""What becomes of messages that are made as their rows say, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.event import DECIDED, Decision, EventKind
from bot.domain.ids import PlaceId
from bot.domain.image import event_of
from bot.domain.job import JobState
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.moderation.revising import PUT_BACK, Lost, unseen
from bot.store.jobs import events, moves, originals
from bot.store.jobs.image_rows import to_image, update
from bot.store.jobs.job_rows import to_job
from bot.store.moderation import cards, cases, entries
from bot.store.moderation.case_tables import cases as case_table
from bot.store.schema import events as event_table
from bot.store.schema import images, jobs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import JobId
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.store.database import Database

_JOB = (
    sa.select(jobs.c.deleted_by)
    .where(jobs.c.id == sa.bindparam("this", type_=sa.Text))
    .with_for_update()
)
"""Locked first, as by whoever changes the images of a job."""

_IMAGES = (
    sa.select(images)
    .where(images.c.job == sa.bindparam("this", type_=sa.Text))
    .order_by(images.c.number)
)

_WHOLE_JOB = (
    sa.select(jobs).where(jobs.c.id == sa.bindparam("this", type_=sa.Text)).with_for_update()
)
_LAST_EVENT = sa.select(sa.func.max(event_table.c.at)).where(
    event_table.c.job == sa.bindparam("this", type_=sa.Text),
    event_table.c.kind.in_([kind.value for kind in sorted(DECIDED)]),
    ~event_table.c.why.startswith(PUT_BACK),
)
_LAST_CASE = sa.select(sa.func.max(case_table.c.decided_at)).where(
    case_table.c.job == sa.bindparam("this", type_=sa.Text)
)

_UNTELL = (
    jobs.update()
    .where(
        jobs.c.id == sa.bindparam("this", type_=sa.Text),
        jobs.c.state == JobState.DELIVERED.value,
        jobs.c.deleted_by.is_(None),
    )
    .values(shown=False)
)


def untell(connection: sa.Connection, job_id: JobId) -> None:
    """Have the message of a job made as its rows say, in the transaction that changes them.

    Whoever holds it goes on; one that nobody holds may be taken up at once. The job's row is
    locked by the caller.
    """
    connection.execute(_UNTELL, {"this": job_id})


class SqlRevisionStore:
    """A RevisionStore in the tables of jobs, images and cases."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def told(self, job_id: JobId, before: Sequence[Image], after: Sequence[Image]) -> bool:
        """See RevisionStore."""

        def note(connection: sa.Connection) -> bool:
            if _locked(connection, job_id) != list(before):
                return False
            update(connection, after)
            moves.mark_shown(connection, job_id)
            return True

        return await self._database.transact(note)

    async def put_back(self, before: Image, after: Image, lost: Lost, *, at: datetime) -> None:
        """See RevisionStore."""

        def note(connection: sa.Connection) -> None:
            if before not in (_locked(connection, before.job_id) or ()):
                return
            update(connection, [after])
            decision = Decision(at=at, why=f"{PUT_BACK}{lost}")
            events.add(connection, [event_of(after, EventKind.WITHHELD, decision)])
            _tell(connection, [after], lost, at)
            _reopen(connection, after, at)

        await self._database.transact(note)

    async def lost(self, job_id: JobId, lost: Lost, *, at: datetime) -> None:
        """See RevisionStore."""

        def note(connection: sa.Connection) -> None:
            rows = _locked(connection, job_id)
            if rows is not None:
                _tell(connection, unseen(rows, lost), lost, at)
                moves.mark_shown(connection, job_id)

        await self._database.transact(note)

    async def still_there(self, job_id: JobId, *, at: datetime) -> None:
        """See RevisionStore."""

        def note(connection: sa.Connection) -> None:
            found = connection.execute(_WHOLE_JOB, {"this": job_id}).one_or_none()
            if found is None or found.deleted_by is None:
                return
            rows = [to_image(row) for row in connection.execute(_IMAGES, {"this": job_id})]
            job, untold = to_job(found), unseen(rows, Lost.CLOSED)
            if not _tell(connection, untold, Lost.CLOSED, at) and not job.request.private:
                entries.add(connection, [lost_deletion(job, at)])
            moves.mark_shown(connection, job_id)

        await self._database.transact(note)

    async def decided_at(self, job_id: JobId) -> datetime | None:
        """See RevisionStore."""

        def read(connection: sa.Connection) -> datetime | None:
            moments = [
                connection.scalar(latest, {"this": job_id}) for latest in (_LAST_EVENT, _LAST_CASE)
            ]
            return max((it for it in moments if it is not None), default=None)

        return await self._database.read(read)


def lost_deletion(job: Job, at: datetime) -> Entry:
    """Return what moderators find of a result that was deleted, and is to be seen all the same."""
    return Entry(
        guild_id=job.guild_id,
        kind=EntryKind.LOST,
        at=at,
        member=job.user_id,
        place=PlaceId(job.address.channel_id),
        job_id=job.id,
        details={"lost": Lost.CLOSED.value},
    )


def _locked(connection: sa.Connection, job_id: JobId) -> list[Image] | None:
    """Return the images of a job, which is locked; None if it was deleted."""
    found = connection.execute(_JOB, {"this": job_id}).one_or_none()
    if found is None or found.deleted_by is not None:
        return None
    return [to_image(row) for row in connection.execute(_IMAGES, {"this": job_id})]


def _reopen(connection: sa.Connection, image: Image, at: datetime) -> None:
    """Have a case decided again whose image was to be shown, and may be another time."""
    case = cases.of_image(connection, image.job_id, image.number)
    if case is None or case.decision is not EntryKind.APPROVED:
        return
    if originals.alive(connection, image.job_id, image.number, at) is not None:
        cases.reopen(connection, case.id)


def _tell(connection: sa.Connection, gone: Sequence[Image], lost: Lost, at: datetime) -> int:
    """Add to the cases of images that they are lost; return how many have one."""
    told = 0
    for image in gone:
        case = cases.of_image(connection, image.job_id, image.number)
        if case is not None:
            entry = Entry(
                guild_id=case.guild_id,
                kind=EntryKind.LOST,
                at=at,
                member=case.subject,
                place=case.place,
                job_id=image.job_id,
                image=image.number,
                details={"lost": lost.value},
            )
            entries.add(connection, [entry], case.id)
            cards.touch(connection, case.id, at)
            told += 1
    return told
