"""Results that engines give once, in SQL: the bytes in pieces, then a head that makes them whole.

On SQLite all others wait while one writes, so no transaction puts or deletes more than some pieces.
What a crash leaves without its head is nobody's, and goes when its time is over.
"""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.ports.results import Kept
from bot.errors import StoreError
from bot.store.jobs.originals import PIECE, TOGETHER
from bot.store.schema import results
from bot.store.types import ForeignText, Moment, storable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.domain.ids import TaskId
    from bot.store.database import Database

HEAD = 0
"""The number of the row that is written last and deleted first."""

STRIDE = 10_000
"""Numbers that an image has for its pieces; 2.4 GiB, far more than any image may have."""

_HEADS = results.alias("heads")
_TASK = results.c.task == sa.bindparam("this", type_=ForeignText)
_INSERT = results.insert()
_COUNT = sa.select(sa.func.count()).select_from(results).where(_TASK)
_OF = sa.select(results.c.about).where(_TASK, results.c.number == HEAD)
_IMAGE = (
    sa.select(results.c.data)
    .join(_HEADS, sa.and_(_HEADS.c.task == results.c.task, _HEADS.c.number == HEAD))
    .where(_TASK, results.c.number.between(sa.bindparam("first"), sa.bindparam("last")))
    .order_by(results.c.number)
)
"""One statement: an image of a result that is deleted meanwhile comes whole, or not at all."""


def _some(*conditions: sa.ColumnElement[bool]) -> sa.Delete:
    """Delete some rows, of each result its head first; who deletes waits for nobody."""
    found = (
        sa.select(results.c.task, results.c.number)
        .where(*conditions)
        .order_by(results.c.task, results.c.number)
        .limit(TOGETHER)
        .with_for_update(skip_locked=True)
    )
    return results.delete().where(sa.tuple_(results.c.task, results.c.number).in_(found))


_DROP = _some(_TASK)
_EXPIRE = _some(results.c.expires_at <= sa.bindparam("now", type_=Moment))


class SqlResultStore:
    """A ResultStore in one table."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def keep(
        self, task_id: TaskId, images: Sequence[bytes], about: str, *, expires_at: datetime
    ) -> None:
        """See ResultStore."""
        await self.drop(task_id)
        row: dict[str, object] = {"task": task_id, "about": "", "expires_at": expires_at}
        pieces = [
            {**row, "number": (index + 1) * STRIDE + piece, "data": _piece(data, piece)}
            for index, data in enumerate(images)
            for piece in range(max(1, -(-len(data) // PIECE)))
        ]
        for start in range(0, len(pieces), TOGETHER):
            await self._insert(pieces[start : start + TOGETHER])
        said = json.dumps({"sizes": [len(data) for data in images], "about": storable(about)})
        head = {**row, "number": HEAD, "data": b"", "about": said}
        act = functools.partial(_finish, head=head, pieces=len(pieces))
        await self._database.transact(act)

    async def of(self, task_id: TaskId) -> Kept | None:
        """See ResultStore."""
        wanted = {"this": task_id}
        head = await self._database.read(lambda found: found.execute(_OF, wanted).scalar())
        return None if head is None else _kept(head)

    async def image(self, task_id: TaskId, index: int) -> bytes | None:
        """See ResultStore."""
        first = (index + 1) * STRIDE
        wanted = {"this": task_id, "first": first, "last": first + STRIDE - 1}
        rows = await self._database.read(lambda found: found.execute(_IMAGE, wanted).all())
        return b"".join(row.data for row in rows) if rows else None

    async def drop(self, task_id: TaskId) -> None:
        """See ResultStore."""
        await self._delete(_DROP, {"this": task_id})

    async def expire(self, *, now: datetime) -> None:
        """See ResultStore."""
        await self._delete(_EXPIRE, {"now": now})

    async def _insert(self, rows: Sequence[dict[str, Any]]) -> None:
        await self._database.transact(functools.partial(_insert, rows=rows))

    async def _delete(self, some: sa.Delete, wanted: dict[str, object]) -> None:
        act = functools.partial(_deleted, some=some, wanted=wanted)
        while await self._database.transact(act):
            pass


def _insert(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    connection.execute(_INSERT, list(rows))


def _finish(connection: sa.Connection, head: dict[str, Any], pieces: int) -> None:
    if connection.execute(_COUNT, {"this": head["task"]}).scalar() != pieces:
        raise StoreError("the result was dropped while it was written")
    connection.execute(_INSERT, head)


def _deleted(connection: sa.Connection, some: sa.Delete, wanted: dict[str, object]) -> int:
    return connection.execute(some, wanted).rowcount


def _piece(data: bytes, piece: int) -> bytes:
    return data[piece * PIECE : (piece + 1) * PIECE]


def _kept(head: str) -> Kept:
    said = json.loads(head)
    return Kept(sizes=tuple(said["sizes"]), about=said["about"])
