"""Decisions about one image, in SQL: each is one transaction with its event.

Whoever changes the images of a job locks its row first, here and elsewhere: of two that lock
rows in different orders, PostgreSQL ends one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.event import EventKind
from bot.domain.image import event_of, may_decide, may_keep
from bot.domain.job import JobState
from bot.errors import UndeliveredError
from bot.store.jobs import events, originals
from bot.store.jobs.image_rows import to_image, update
from bot.store.schema import images, jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Row

    from bot.domain.event import Decision
    from bot.domain.ids import JobId
    from bot.domain.image import Image, Original

_JOB = (
    sa.select(jobs.c.state, jobs.c.private)
    .where(jobs.c.id == sa.bindparam("this", type_=sa.Text))
    .with_for_update()
)
_ONE = sa.select(images).where(
    images.c.job == sa.bindparam("this", type_=sa.Text),
    images.c.number == sa.bindparam("image", type_=sa.Integer),
)


@dataclass(frozen=True, slots=True)
class Deciding:
    """What somebody decided about an image, and what becomes of it then."""

    job_id: JobId
    number: int
    kind: EventKind
    decision: Decision
    change: Callable[[Image], Image]


def decide(
    connection: sa.Connection, deciding: Deciding, drafts: Sequence[int] = ()
) -> Image | None:
    """See ImageStore; ``drafts`` are kept in the place of what was.

    Raises:
        UndeliveredError: what is decided now, the job's end would write over.

    """
    decided = _decide(connection, deciding, drafts)
    originals.drop(connection, drafts)
    return decided


def permitted(connection: sa.Connection, deciding: Deciding, original: Original) -> list[Original]:
    """Return the original if it may be kept by what stands in the rows; see ``drafts``."""
    job, row = _found(connection, deciding)
    if job is None or row is None or job.private or job.state != JobState.DELIVERED.value:
        return []
    image = to_image(row)
    may = may_decide(image, deciding.kind) and may_keep(deciding.change(image))
    return [original] if may else []


def _decide(connection: sa.Connection, deciding: Deciding, drafts: Sequence[int]) -> Image | None:
    image = _decidable(connection, deciding)
    if image is None:
        return None
    changed = deciding.change(image)
    told = event_of(changed, deciding.kind, deciding.decision)
    if events.is_told(connection, told):
        return image
    if not may_decide(image, deciding.kind):
        return None
    update(connection, [changed])
    if deciding.kind is EventKind.REMOVED:
        originals.forget(connection, image.job_id, image.number)
    elif drafts:
        originals.forget_kept(connection, image.job_id, image.number)
        originals.keep(connection, drafts)
    events.add(connection, [told])
    return changed


def _decidable(connection: sa.Connection, deciding: Deciding) -> Image | None:
    job, row = _found(connection, deciding)
    if job is None:
        return None
    state = JobState(job.state)
    if not state.is_final:
        raise UndeliveredError(f"job {deciding.job_id} is {state}: its images are still to come")
    return None if row is None or state is not JobState.DELIVERED else to_image(row)


def _found(
    connection: sa.Connection, deciding: Deciding
) -> tuple[Row[str, bool] | None, Row[tuple[object, ...]] | None]:
    """Return the job, locked, and the image."""
    job = connection.execute(_JOB, {"this": deciding.job_id}).one_or_none()
    wanted = {"this": deciding.job_id, "image": deciding.number}
    return job, connection.execute(_ONE, wanted).one_or_none()
