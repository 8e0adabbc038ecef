"""What a member has made, in SQL: a page of it with one trip to the database."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.history import MOST_ANCESTORS, HistoryPage
from bot.domain.ids import JobId
from bot.errors import StoreError
from bot.store.jobs.image_rows import to_image
from bot.store.jobs.job_rows import to_job
from bot.store.schema import HISTORY, images, jobs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Row

    from bot.domain.history import Wanted
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.store.database import Database

_IMAGES = (
    sa.select(images)
    .where(images.c.job.in_(sa.bindparam("jobs", expanding=True)))
    .order_by(images.c.job, images.c.number)
)


_OWN = sa.select(jobs).where(
    jobs.c.id.in_(sa.bindparam("jobs", expanding=True)),
    jobs.c.user_id == sa.bindparam("user", type_=sa.BigInteger),
    jobs.c.guild_id == sa.bindparam("guild", type_=sa.BigInteger),
)


class SqlHistory:
    """A HistoryStore over the tables of jobs and images."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def page(self, wanted: Wanted, *, offset: int, limit: int) -> HistoryPage:
        """See HistoryStore."""
        return await self._database.read(
            lambda connection: _page(connection, wanted, offset=offset, limit=limit)
        )


def _page(connection: sa.Connection, wanted: Wanted, *, offset: int, limit: int) -> HistoryPage:
    meant = list(_meant(wanted))
    total = connection.scalar(sa.select(sa.func.count()).select_from(jobs).where(*meant)) or 0
    newest = jobs.c.created_at.desc(), jobs.c.id.desc()
    some = sa.select(jobs).where(*meant).order_by(*newest).offset(offset).limit(limit)
    found = list(_readable(connection.execute(some)))
    if not found:
        return HistoryPage(total=total, jobs=[])
    return HistoryPage(
        total=total,
        jobs=found,
        ancestors=_ancestors(connection, wanted, found),
        images=images_of(connection, [job.id for job in found]),
    )


def _ancestors(connection: sa.Connection, wanted: Wanted, found: Sequence[Job]) -> list[Job]:
    """Return what jobs of a member came of, a generation at a time, as far as it is theirs.

    A recursive statement would have SQLite read the whole index of ids.
    """
    whose = {"user": wanted.user_id, "guild": wanted.guild_id}
    known = {job.id for job in found}
    above: list[Job] = []
    generation = list(found)
    for _ in range(MOST_ANCESTORS):
        parents = {job.parent_job for job in generation if job.parent_job} - known
        if not parents:
            break
        asked = {"jobs": list(parents)} | whose
        generation = list(_readable(connection.execute(_OWN, asked)))
        above += generation
        known |= parents
    return above


def _meant(wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    yield from (HISTORY, jobs.c.user_id == wanted.user_id, jobs.c.guild_id == wanted.guild_id)
    if wanted.since is not None:
        yield jobs.c.created_at >= wanted.since
    # Both stand in one column, which ends with the model on a line of its own.
    yield from (jobs.c.searched.contains(word, autoescape=True) for word in wanted.words)
    if wanted.model:
        yield jobs.c.searched.like(f"%\n%{_escaped(wanted.model)}%", escape="/")


def _escaped(text: str) -> str:
    for sign in "/%_":
        text = text.replace(sign, f"/{sign}")
    return text


def _readable(rows: Iterable[Row[tuple[object, ...]]]) -> Iterator[Job]:
    """Yield the jobs; one that nobody can read any more is left out."""
    for row in rows:
        try:
            yield to_job(row)
        except StoreError:
            continue


def images_of(connection: sa.Connection, ids: Sequence[JobId]) -> Mapping[JobId, Sequence[Image]]:
    """Return the images of several jobs, each job's in order."""
    rows = connection.execute(_IMAGES, {"jobs": ids}).all()
    return {
        JobId(job): [to_image(row) for row in some]
        for job, some in groupby(rows, key=attrgetter("job"))
    }
