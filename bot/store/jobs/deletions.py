"""The deletion of a job's images, in SQL: one transaction with all that tells of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.event import Event, EventKind
from bot.domain.ids import PlaceId
from bot.domain.image import event_of, may_decide, treated
from bot.domain.job import JobState
from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.verdict import Treatment
from bot.errors import UndeliveredError
from bot.store.jobs import events, originals
from bot.store.jobs.image_rows import to_image, update
from bot.store.jobs.job_rows import to_job
from bot.store.moderation import cards, entries
from bot.store.schema import images, jobs
from bot.store.studio import copies, showcases
from bot.store.types import Moment

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.event import Decision
    from bot.domain.ids import JobId
    from bot.domain.job import Job
    from bot.store.database import Database

_THIS = jobs.c.id == sa.bindparam("this", type_=sa.Text)
_JOB = sa.select(jobs).where(_THIS).with_for_update()
"""Locked first, as by whoever changes the images of a job."""

_IMAGES = (
    sa.select(images)
    .where(images.c.job == sa.bindparam("this", type_=sa.Text))
    .order_by(images.c.number)
)
_DELETED = (
    jobs.update()
    .where(_THIS)
    .values(
        deleted_by=sa.bindparam("member", type_=sa.BigInteger),
        shown=False,
        holder=None,
        leased_until=sa.bindparam("until", type_=Moment),
    )
    .returning(*jobs.c)
)


class SqlDeletionStore:
    """A DeletionStore in the tables of jobs and images."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def delete(self, job_id: JobId, decision: Decision, *, until: datetime) -> Job | None:
        """See DeletionStore."""
        return await self._database.transact(
            lambda connection: _delete(connection, job_id, decision, until)
        )


def _delete(
    connection: sa.Connection, job_id: JobId, decision: Decision, until: datetime
) -> Job | None:
    found = connection.execute(_JOB, {"this": job_id}).one_or_none()
    if found is None:
        return None
    job = to_job(found)
    if not job.state.is_final:
        raise UndeliveredError(f"job {job_id} is {job.state}: its images are still to come")
    if job.state is not JobState.DELIVERED:
        return None
    if job.deleted_by is not None:
        return job
    _remove(connection, job, decision)
    marks = {"this": job_id, "member": decision.by, "until": until}
    return replace(to_job(connection.execute(_DELETED, marks).one()), shown=job.shown)


def _remove(connection: sa.Connection, job: Job, decision: Decision) -> None:
    kind = EventKind.REMOVED
    rows = [to_image(row) for row in connection.execute(_IMAGES, {"this": job.id})]
    gone = [treated(row, Treatment.REMOVED, None) for row in rows if may_decide(row, kind)]
    update(connection, gone)
    originals.forget_decided(connection, job.id)
    showcases.reopen(connection, job.id, decision.at)
    copies.withdraw(connection, job.id, decision.at)
    cards.touch_job(connection, job.id, decision.at)
    told = [event_of(image, kind, decision) for image in gone]
    whole = Event(job_id=job.id, kind=kind, at=decision.at, by=decision.by, why=decision.why)
    events.add(connection, told or [whole])
    if not job.request.private:
        entries.add(connection, [deletion_of(job, decision, images=len(gone))])


def deletion_of(job: Job, decision: Decision, *, images: int) -> Entry:
    """Return the entry that tells moderators of a deletion; of a private result there is none."""
    return Entry(
        guild_id=job.guild_id,
        kind=EntryKind.DELETED,
        at=decision.at,
        by=decision.by,
        member=job.user_id,
        place=PlaceId(job.address.channel_id),
        job_id=job.id,
        details={"images": images},
    )
