"""What each job shows, in SQL: written by who delivers it, and changed by decisions later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain import attachments
from bot.domain.event import Decision, EventKind
from bot.domain.image import event_of, may_keep, treated
from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.store.batch import Batch
from bot.store.jobs import decisions, drafts, events, originals
from bot.store.jobs.decisions import Deciding
from bot.store.jobs.image_rows import new_row, to_image, update
from bot.store.prepared import Prepared
from bot.store.schema import images, jobs
from bot.store.studio import copies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from bot.domain.attachments import Attached
    from bot.domain.event import Event
    from bot.domain.ids import JobId
    from bot.domain.image import Image, ImageFile, Original
    from bot.store.database import Database

_JOB = images.c.job == sa.bindparam("this", type_=sa.Text)
_OF = sa.select(images).where(_JOB).order_by(images.c.number)
_THESE = images.c.job.in_(sa.bindparam("these", expanding=True))
_OF_MANY = sa.select(images).where(_THESE).order_by(images.c.number)
_HAS_ROWS = sa.exists().where(images.c.job == jobs.c.id).correlate(jobs)
_THIS = jobs.c.id == sa.bindparam("this", type_=sa.Text)
_LOCK = sa.select(jobs.c.id).where(_THIS).with_for_update()
_HELD = (
    sa.select(_HAS_ROWS.label("has_rows"), jobs.c.private)
    .select_from(jobs)
    .where(
        _THIS,
        jobs.c.holder == sa.bindparam("by", type_=sa.Text),
        jobs.c.state == JobState.DELIVERING.value,
    )
    .with_for_update()
)
"""One row if somebody may write a job's images; it says whether there are any."""

_INSERT = Prepared(images.insert())
_DELETE = images.delete().where(_JOB)
_HIDE = images.update().where(_JOB, images.c.shown).values(shown=False, attachment_id=None)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What is to be shown of a job, as its holder wants it written."""

    job_id: JobId
    holder: str
    images: Sequence[Image]
    events: Sequence[Event]
    drafts: Sequence[int] = ()
    """Of the originals that are to be kept with them."""


class SqlImageStore:
    """An ImageStore in one table, with its neighbours."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database
        self._writes = Batch(database.start, self._write)
        self._reads = Batch(database.start, self._read)

    async def write(
        self,
        job_id: JobId,
        images: Sequence[Image],
        originals: Sequence[Original],
        events: Sequence[Event],
        *,
        holder: str,
    ) -> bool:
        """See ImageStore; as saves do, calls that come together may share a transaction.

        Originals are put before, in transactions of their own: they are large.
        """
        writing = _Writing(job_id, holder, images, events)
        if originals:
            put = await drafts.put(
                self._database, lambda connection: _permitted(connection, writing, originals)
            )
            if put is None:
                return False
            writing = replace(writing, drafts=put)
        if self._database.sole_user:
            return await self._writes.surely(writing)
        return await self._database.transact(lambda connection: _write(connection, writing))

    async def of(self, job_id: JobId) -> Sequence[Image]:
        """See ImageStore; calls that come together share a statement."""
        return await self._reads(job_id)

    async def swap(
        self, job_id: JobId, number: int, file: ImageFile, decision: Decision
    ) -> Image | None:
        """See ImageStore."""

        def change(image: Image) -> Image:
            return treated(image, image.judged.treatment, file)

        return await self._decide(Deciding(job_id, number, EventKind.SWAPPED, decision, change))

    async def withhold(
        self,
        job_id: JobId,
        number: int,
        file: ImageFile | None,
        decision: Decision,
        *,
        original: Original | None = None,
    ) -> Image | None:
        """See ImageStore; the original is put before, as those of ``write`` are."""
        treatment = Treatment.HELD if file is None else Treatment.BLURRED

        def change(image: Image) -> Image:
            return treated(image, treatment, file)

        deciding = Deciding(job_id, number, EventKind.WITHHELD, decision, change)
        if original is None:
            return await self._decide(deciding)
        put = await drafts.put(
            self._database,
            lambda connection: decisions.permitted(connection, deciding, original),
        )
        return await self._decide(deciding, put or ())

    async def show(
        self, job_id: JobId, number: int, file: ImageFile, decision: Decision
    ) -> Image | None:
        """See ImageStore."""

        def change(image: Image) -> Image:
            return treated(image, Treatment.SHOWN, file)

        return await self._decide(Deciding(job_id, number, EventKind.SHOWN, decision, change))

    async def remove(self, job_id: JobId, number: int, decision: Decision) -> Image | None:
        """See ImageStore."""

        def change(image: Image) -> Image:
            return treated(image, Treatment.REMOVED, None)

        return await self._decide(Deciding(job_id, number, EventKind.REMOVED, decision, change))

    async def attached(self, job_id: JobId, attached: Attached) -> None:
        """See ImageStore."""

        def note(connection: sa.Connection) -> None:
            connection.execute(_LOCK, {"this": job_id}).all()
            update(connection, attachments.posted(_of(connection, job_id), attached))

        await self._database.transact(note)

    async def _read(self, asked: Sequence[JobId]) -> list[Sequence[Image]]:
        found: dict[JobId, list[Image]] = {job_id: [] for job_id in asked}
        these = {"these": list(found)}
        for row in await self._database.read(lambda it: it.execute(_OF_MANY, these).all()):
            found[row.job].append(to_image(row))
        return [found[job_id] for job_id in asked]

    async def _write(self, writings: Sequence[_Writing]) -> list[bool]:
        return await self._database.write(
            lambda connection: [_write(connection, writing) for writing in writings]
        )

    async def _decide(self, deciding: Deciding, put: Sequence[int] = ()) -> Image | None:
        return await self._database.transact(
            lambda connection: decisions.decide(connection, deciding, put)
        )


def note_posted(
    connection: sa.Connection, job_id: JobId, posted: Sequence[Image], *, at: datetime
) -> None:
    """Note what a message shows, in the transaction of its job's last move."""
    originals.forget_drafts(connection, job_id)
    update(connection, posted)
    decision = Decision(at=at)
    events.add(
        connection,
        [event_of(image, EventKind.POSTED, decision) for image in posted if image.shown],
    )


def withdraw(connection: sa.Connection, job_id: JobId) -> None:
    """Note that nothing of a job is shown, nor kept."""
    connection.execute(_HIDE, {"this": job_id})
    originals.forget(connection, job_id)


def _held(connection: sa.Connection, writing: _Writing) -> Row[tuple[bool, bool]] | None:
    wanted = {"this": writing.job_id, "by": writing.holder}
    return connection.execute(_HELD, wanted).one_or_none()


def _permitted(
    connection: sa.Connection, writing: _Writing, wanted: Sequence[Original]
) -> list[Original] | None:
    """Return those of which the images may be kept; see ``drafts``."""
    held = _held(connection, writing)
    if held is None:
        return None
    originals.forget_drafts(connection, writing.job_id)
    keepable = {image.number for image in writing.images if may_keep(image)}
    return [] if held.private else [it for it in wanted if it.number in keepable]


def _write(connection: sa.Connection, writing: _Writing) -> bool:
    job_id = writing.job_id
    held = _held(connection, writing)
    if held is None:
        return False
    if writing.events and events.is_told(connection, writing.events[0]):
        originals.forget_drafts(connection, job_id)
        return True
    if held.has_rows:
        connection.execute(_DELETE, {"this": job_id})
        if writing.events:
            copies.withdraw(connection, job_id, writing.events[0].at)
    if writing.images:
        _INSERT.run_each(connection, [new_row(image) for image in writing.images])
    if writing.drafts:
        originals.forget_kept(connection, job_id)
        originals.keep(connection, writing.drafts)
    else:
        originals.forget(connection, job_id)
    events.add(connection, writing.events)
    return True


def _of(connection: sa.Connection, job_id: JobId) -> list[Image]:
    return [to_image(row) for row in connection.execute(_OF, {"this": job_id})]
