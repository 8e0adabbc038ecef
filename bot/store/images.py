"""What each job shows, in SQL. Each decision is one transaction with its event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain import attachments
from bot.domain.event import Decision, EventKind
from bot.domain.image import event_of, treated
from bot.domain.job import JobState
from bot.domain.verdict import Treatment
from bot.store import events, originals
from bot.store.batch import Batch
from bot.store.image_rows import changes, new_row, to_image
from bot.store.schema import images, jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from bot.domain.attachments import Attached
    from bot.domain.event import Event
    from bot.domain.ids import JobId
    from bot.domain.image import Image, ImageFile, Original
    from bot.store.database import Database

_JOB = images.c.job == sa.bindparam("this", type_=sa.Text)
_NUMBER = images.c.number == sa.bindparam("image", type_=sa.Integer)
_OF = sa.select(images).where(_JOB).order_by(images.c.number)
_ONE = (
    sa.select(images)
    .where(_JOB, _NUMBER, images.c.treatment != Treatment.REMOVED.value)
    .with_for_update()
)
_HAS_ROWS = sa.exists().where(images.c.job == jobs.c.id).correlate(jobs)
_HELD = (
    sa.select(_HAS_ROWS.label("has_rows"))
    .select_from(jobs)
    .where(
        jobs.c.id == sa.bindparam("this", type_=sa.Text),
        jobs.c.holder == sa.bindparam("by", type_=sa.Text),
        jobs.c.state == JobState.DELIVERING.value,
    )
    .with_for_update()
)
"""One row if somebody may write a job's images; it says whether there are any."""

_INSERT = images.insert()
_DELETE = images.delete().where(_JOB)
_CHANGING = ("treatment", "file", "format", "size", "attachment_id", "shown")
_UPDATE = (
    images.update()
    .where(_JOB, _NUMBER)
    .values({name: sa.bindparam(name, type_=images.c[name].type) for name in _CHANGING})
)
_HIDE = images.update().where(_JOB, images.c.shown).values(shown=False, attachment_id=None)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What is to be shown of a job, as its holder wants it written."""

    job_id: JobId
    holder: str
    images: Sequence[Image]
    originals: Sequence[Original]
    events: Sequence[Event]


class SqlImageStore:
    """An ImageStore in one table, with its neighbours."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database
        self._writes = Batch(database.start, self._write)

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

        Not those with originals, which are large: commands wait for their turn to write.
        """
        writing = _Writing(job_id, holder, images, originals, events)
        if self._database.sole_user and not originals:
            return await self._writes.surely(writing)
        return await self._database.transact(lambda connection: _write(connection, writing))

    async def of(self, job_id: JobId) -> Sequence[Image]:
        """See ImageStore."""
        return await self._database.read(lambda connection: _of(connection, job_id))

    async def swap(
        self, job_id: JobId, number: int, file: ImageFile, decision: Decision
    ) -> Image | None:
        """See ImageStore."""
        return await self._decide(
            job_id,
            number,
            EventKind.SWAPPED,
            decision,
            lambda image: treated(image, image.judged.treatment, file),
        )

    async def withhold(
        self,
        job_id: JobId,
        number: int,
        file: ImageFile | None,
        decision: Decision,
        *,
        original: Original | None = None,
    ) -> Image | None:
        """See ImageStore."""
        treatment = Treatment.HELD if file is None else Treatment.BLURRED
        return await self._decide(
            job_id,
            number,
            EventKind.WITHHELD,
            decision,
            lambda image: treated(image, treatment, file),
            lambda connection: _keep_instead(connection, original),
        )

    async def show(
        self, job_id: JobId, number: int, file: ImageFile, decision: Decision
    ) -> Image | None:
        """See ImageStore."""
        return await self._decide(
            job_id,
            number,
            EventKind.SHOWN,
            decision,
            lambda image: treated(image, Treatment.SHOWN, file),
        )

    async def remove(self, job_id: JobId, number: int, decision: Decision) -> Image | None:
        """See ImageStore."""
        return await self._decide(
            job_id,
            number,
            EventKind.REMOVED,
            decision,
            lambda image: treated(image, Treatment.REMOVED, None),
            lambda connection: originals.forget(connection, job_id, number),
        )

    async def attached(self, job_id: JobId, attached: Attached) -> None:
        """See ImageStore."""

        def note(connection: sa.Connection) -> None:
            rows = connection.execute(_OF.with_for_update(), {"this": job_id})
            _update(connection, attachments.posted(map(to_image, rows), attached))

        await self._database.transact(note)

    async def _write(self, writings: Sequence[_Writing]) -> list[bool]:
        return await self._database.write(
            lambda connection: [_write(connection, writing) for writing in writings]
        )

    async def _decide(
        self,
        job_id: JobId,
        number: int,
        kind: EventKind,
        decision: Decision,
        change: Callable[[Image], Image],
        also: Callable[[sa.Connection], None] | None = None,
    ) -> Image | None:
        def decide(connection: sa.Connection) -> Image | None:
            row = connection.execute(_ONE, {"this": job_id, "image": number}).one_or_none()
            if row is None:
                return None
            changed = change(to_image(row))
            _update(connection, [changed])
            if also is not None:
                also(connection)
            events.add(connection, [event_of(changed, kind, decision)])
            return changed

        return await self._database.transact(decide)


def note_posted(connection: sa.Connection, posted: Sequence[Image], *, at: datetime) -> None:
    """Note what a message shows, in the transaction of its job's last move."""
    _update(connection, posted)
    decision = Decision(at=at)
    events.add(
        connection,
        [event_of(image, EventKind.POSTED, decision) for image in posted if image.shown],
    )


def withdraw(connection: sa.Connection, job_id: JobId) -> None:
    """Note that nothing of a job is shown, nor kept."""
    connection.execute(_HIDE, {"this": job_id})
    originals.forget(connection, job_id)


def _write(connection: sa.Connection, writing: _Writing) -> bool:
    job_id = writing.job_id
    held = connection.execute(_HELD, {"this": job_id, "by": writing.holder}).one_or_none()
    if held is None:
        return False
    if held.has_rows:
        connection.execute(_DELETE, {"this": job_id})
        originals.forget(connection, job_id)
    if writing.images:
        connection.execute(_INSERT, [new_row(image) for image in writing.images])
    originals.keep(connection, writing.originals)
    events.add(connection, writing.events)
    return True


def _keep_instead(connection: sa.Connection, original: Original | None) -> None:
    if original is not None:
        originals.forget(connection, original.job_id, original.number)
        originals.keep(connection, [original])


def _of(connection: sa.Connection, job_id: JobId) -> list[Image]:
    return [to_image(row) for row in connection.execute(_OF, {"this": job_id})]


def _update(connection: sa.Connection, changed: Iterable[Image]) -> None:
    rows = [changes(it) | {"this": it.job_id, "image": it.number} for it in changed]
    if rows:
        connection.execute(_UPDATE, rows)
