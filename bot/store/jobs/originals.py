"""The originals of withheld images, in SQL: a small row each, and its bytes in pieces.

On SQLite all others wait while one writes, so no transaction puts or deletes more than some
pieces. An original that is forgotten can be had by nobody from then on; what is left of it is
deleted as of one whose time is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.domain.image import Original
from bot.domain.request import ImageFormat
from bot.store.moderation.case_tables import WAITING, cases
from bot.store.prepared import Prepared
from bot.store.schema import original_pieces as pieces
from bot.store.schema import originals
from bot.store.types import EPOCH, Moment

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.domain.ids import JobId
    from bot.store.database import Database

PIECE = 256 * 1024
"""Bytes of each piece but the last."""

TOGETHER = 4
"""Pieces that one transaction puts or deletes: 1 MiB, since others wait to write."""

_JOB = originals.c.job == sa.bindparam("this", type_=sa.Text)
_NUMBER = originals.c.number == sa.bindparam("image", type_=sa.Integer)
_NOW = sa.bindparam("now", type_=Moment)
_THESE = sa.bindparam("these", expanding=True, type_=originals.c.id.type)
_IS_LEFT = originals.c.expires_at > EPOCH

_GET = (
    sa.select(originals.c.format, originals.c.expires_at, pieces.c.data)
    .join(pieces, pieces.c.original == originals.c.id)
    .where(_JOB, _NUMBER, originals.c.kept, originals.c.expires_at > _NOW)
    .order_by(pieces.c.piece)
)
"""One statement: an original that is deleted meanwhile comes whole, or not at all."""

_ALIVE = (
    sa.select(originals.c.format, sa.func.sum(sa.func.length(pieces.c.data)))
    .join(pieces, pieces.c.original == originals.c.id)
    .where(_JOB, _NUMBER, originals.c.kept, originals.c.expires_at > _NOW)
    .group_by(originals.c.id, originals.c.format)
)
_EXTEND = (
    originals.update()
    .where(
        _JOB,
        _NUMBER,
        originals.c.kept,
        _IS_LEFT,
        originals.c.expires_at < sa.bindparam("until", type_=Moment),
    )
    .values(expires_at=sa.bindparam("until", type_=Moment))
)
_KEEP = originals.update().where(originals.c.id.in_(_THESE), _IS_LEFT).values(kept=True)
_FORGETTING = originals.update().where(_JOB, _IS_LEFT).values(expires_at=EPOCH)
_FORGET = Prepared(_FORGETTING)
_FORGET_ONE = _FORGETTING.where(_NUMBER)
_IS_WAITED_FOR = (
    sa.exists()
    .where(cases.c.job == originals.c.job, cases.c.image == originals.c.number, WAITING)
    .correlate(originals)
)
_FORGET_DECIDED = _FORGETTING.where(~sa.and_(originals.c.kept, _IS_WAITED_FOR))
_FORGET_DRAFTS = Prepared(_FORGETTING.where(~originals.c.kept))
_FORGET_KEPT = _FORGETTING.where(originals.c.kept)
_FORGET_KEPT_ONE = _FORGET_KEPT.where(_NUMBER)
_DROP = originals.update().where(originals.c.id.in_(_THESE), ~originals.c.kept)
_DROP = _DROP.values(expires_at=EPOCH)

# Whoever deletes waits for nobody, who might wait for them.
_PIECES_OVER = (
    sa.select(pieces.c.original, pieces.c.piece)
    .join(originals, originals.c.id == pieces.c.original)
    .where(originals.c.expires_at <= _NOW)
    .order_by(originals.c.expires_at, pieces.c.original, pieces.c.piece)
    .limit(TOGETHER)
    .with_for_update(skip_locked=True, of=pieces)
)
_EXPIRE_PIECES = pieces.delete().where(
    sa.tuple_(pieces.c.original, pieces.c.piece).in_(_PIECES_OVER)
)
_OVER = (
    sa.select(originals.c.id)
    .where(
        originals.c.expires_at <= _NOW,
        ~sa.exists().where(pieces.c.original == originals.c.id).correlate(originals),
    )
    .order_by(originals.c.expires_at)
    .limit(TOGETHER)
    .with_for_update(skip_locked=True)
)
_EXPIRE = originals.delete().where(originals.c.id.in_(_OVER))


class SqlOriginalStore:
    """An OriginalStore in two tables."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def get(self, job_id: JobId, number: int, *, now: datetime) -> Original | None:
        """See OriginalStore."""
        wanted = {"this": job_id, "image": number, "now": now}
        rows = await self._database.read(lambda connection: connection.execute(_GET, wanted).all())
        if not rows:
            return None
        return Original(
            job_id=job_id,
            number=number,
            data=b"".join(row.data for row in rows),
            format=ImageFormat(rows[0].format),
            expires_at=rows[0].expires_at,
        )

    async def expire(self, *, now: datetime) -> int:
        """See OriginalStore."""

        def expire(connection: sa.Connection) -> int:
            found = connection.execute(_EXPIRE_PIECES, {"now": now}).rowcount
            return found + connection.execute(_EXPIRE, {"now": now}).rowcount

        return await self._database.transact(expire)


def alive(
    connection: sa.Connection, job_id: JobId, number: int, now: datetime
) -> tuple[ImageFormat, int] | None:
    """Return the format and the bytes of an original whose time is not over, or None."""
    wanted = {"this": job_id, "image": number, "now": now}
    row = connection.execute(_ALIVE, wanted).first()
    return None if row is None else (ImageFormat(row[0]), int(row[1]))


def extend(connection: sa.Connection, job_id: JobId, number: int, until: datetime) -> None:
    """Keep an original at least so long: it is still to be shown."""
    connection.execute(_EXTEND, {"this": job_id, "image": number, "until": until})


def keep(connection: sa.Connection, drafts: Collection[int]) -> None:
    """Keep what was put, in the transaction of its images: what was kept is forgotten before."""
    if drafts:
        connection.execute(_KEEP, {"these": list(drafts)})


def forget(connection: sa.Connection, job_id: JobId, number: int | None = None) -> None:
    """Forget the originals of an image, or all of a job, put or kept."""
    if number is None:
        _FORGET.run(connection, {"this": job_id})
    else:
        connection.execute(_FORGET_ONE, {"this": job_id, "image": number})


def forget_decided(connection: sa.Connection, job_id: JobId) -> None:
    """Forget the originals of a job, but for those that a moderator is still to decide about."""
    connection.execute(_FORGET_DECIDED, {"this": job_id})


def forget_kept(connection: sa.Connection, job_id: JobId, number: int | None = None) -> None:
    """Forget those that are kept, and not what was put to take their place."""
    if number is None:
        connection.execute(_FORGET_KEPT, {"this": job_id})
    else:
        connection.execute(_FORGET_KEPT_ONE, {"this": job_id, "image": number})


def forget_drafts(connection: sa.Connection, job_id: JobId) -> None:
    """Forget what was put of a job and is not kept."""
    _FORGET_DRAFTS.run(connection, {"this": job_id})


def drop(connection: sa.Connection, drafts: Collection[int]) -> None:
    """Forget what was put for a decision that did not keep it."""
    if drafts:
        connection.execute(_DROP, {"these": list(drafts)})
