"""The originals of withheld images, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.image import Original
from bot.domain.request import ImageFormat
from bot.store.schema import originals
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import JobId
    from bot.store.database import Database

MOST = 50
"""Deleted at once: they are large, and others wait to write."""

_JOB = originals.c.job == sa.bindparam("this", type_=sa.Text)
_NUMBER = originals.c.number == sa.bindparam("image", type_=sa.Integer)
_NOW = sa.bindparam("now", type_=Moment)
_KEY = (originals.c.job, originals.c.number)

_INSERT = originals.insert()
_FORGET = originals.delete().where(_JOB)
_FORGET_ONE = originals.delete().where(_JOB, _NUMBER)
_GET = sa.select(originals).where(_JOB, _NUMBER, originals.c.expires_at > _NOW)
_EXPIRE = originals.delete().where(
    sa.tuple_(*_KEY).in_(
        sa.select(*_KEY)
        .where(originals.c.expires_at <= _NOW)
        .order_by(originals.c.expires_at)
        .limit(MOST)
    )
)


class SqlOriginalStore:
    """An OriginalStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def get(self, job_id: JobId, number: int, *, now: datetime) -> Original | None:
        """See OriginalStore."""
        wanted = {"this": job_id, "image": number, "now": now}
        row = await self._database.read(
            lambda connection: connection.execute(_GET, wanted).one_or_none()
        )
        if row is None:
            return None
        return Original(
            job_id=job_id,
            number=number,
            data=row.data,
            format=ImageFormat(row.format),
            expires_at=row.expires_at,
        )

    async def expire(self, *, now: datetime) -> int:
        """See OriginalStore."""
        return await self._database.transact(
            lambda connection: connection.execute(_EXPIRE, {"now": now}).rowcount
        )


def keep(connection: sa.Connection, kept: Sequence[Original]) -> None:
    """Keep originals, in the transaction of their images; of each there must be none yet."""
    if kept:
        connection.execute(_INSERT, [_row(original) for original in kept])


def forget(connection: sa.Connection, job_id: JobId, number: int | None = None) -> None:
    """Forget an original, or all of a job."""
    if number is None:
        connection.execute(_FORGET, {"this": job_id})
    else:
        connection.execute(_FORGET_ONE, {"this": job_id, "image": number})


def _row(original: Original) -> dict[str, object]:
    return {
        "job": original.job_id,
        "number": original.number,
        "data": original.data,
        "format": original.format.value,
        "expires_at": original.expires_at,
    }
