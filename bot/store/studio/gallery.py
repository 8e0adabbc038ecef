"""What a server liked, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.gallery import MOST, Order, Starred
from bot.errors import StoreError
from bot.store.jobs.job_rows import to_job
from bot.store.schema import HISTORY, jobs, opt_outs, stars
from bot.store.studio.history import images_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.gallery import Liked
    from bot.store.database import Database

_COUNT = sa.func.count().label("given")
_LAST = sa.func.max(stars.c.at).label("last")
_ORDERS = {
    Order.STARS: (_COUNT.desc(), _LAST.desc(), stars.c.job),
    Order.NEWEST: (_LAST.desc(), stars.c.job),
}
_OUT = sa.select(opt_outs.c.user_id)


class SqlGallery:
    """A GalleryStore over the tables of stars, jobs and images."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def liked(self, liked: Liked) -> Sequence[Starred]:
        """See GalleryStore."""
        return await self._database.read(lambda connection: _liked(connection, liked))


def _liked(connection: sa.Connection, liked: Liked) -> list[Starred]:
    some = (
        sa.select(stars.c.job, _COUNT)
        .join(jobs, jobs.c.id == stars.c.job)
        .where(
            stars.c.guild_id == liked.guild_id,
            stars.c.at >= liked.since,
            HISTORY,
            jobs.c.deleted_by.is_(None),
            jobs.c.private.is_(False),
            jobs.c.user_id.not_in(_OUT),
        )
        .group_by(stars.c.job)
        .order_by(*_ORDERS[liked.order])
        .limit(MOST)
    )
    given = {job: count for job, count in connection.execute(some)}  # noqa: C416 - rows are no tuples
    if not given:
        return []
    rows = connection.execute(sa.select(jobs).where(jobs.c.id.in_(given))).all()
    images = images_of(connection, list(given))
    found = dict[str, Starred]()
    for row in rows:
        try:
            job = to_job(row)
        except StoreError:
            continue
        found[job.id] = Starred(job=job, stars=given[job.id], images=images.get(job.id, ()))
    return [found[job] for job in given if job in found]
