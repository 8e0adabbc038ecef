"""The models of engines, in SQL: read and written in parts, and only what differs is written."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.models import Model, ModelKind
from bot.domain.ports.models import Edition
from bot.store.schema import catalogues, models
from bot.store.types import SKEW, ForeignText, Moment, storable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.store.database import Database

MODELS_LOCK = -1_001
"""Held by whoever writes, where two processes list the same source."""

TOGETHER = 500
"""Rows of one transaction: others wait while it is written."""

PAGE = 1000
"""Rows that are read at a time: where no thread reads them, the loop does nothing else."""

_SOURCE = sa.bindparam("this", type_=ForeignText)
_KIND = sa.bindparam("of", type_=sa.Text)
_OF = sa.and_(models.c.source == _SOURCE, models.c.kind == _KIND)
_AFTER = models.c.name > sa.bindparam("after", type_=ForeignText)
_ALL = sa.select(models).where(_OF, _AFTER).order_by(models.c.name).limit(PAGE)
_MARKS = (
    sa.select(models.c.name, models.c.mark).where(_OF, _AFTER).order_by(models.c.name).limit(PAGE)
)
_DELETE = models.delete().where(
    _OF, models.c.name.in_(sa.bindparam("names", expanding=True, type_=ForeignText))
)
_INSERT = models.insert()
_EDITION = sa.select(catalogues.c.version, catalogues.c.asked_at).where(
    catalogues.c.source == _SOURCE
)
_KNOWN = sa.text(
    "INSERT INTO catalogues (source, version, held_until) VALUES (:source, 0, 0)"
    " ON CONFLICT (source) DO NOTHING"
)
_CHANGED = (
    catalogues.update()
    .where(catalogues.c.source == _SOURCE)
    .values(version=catalogues.c.version + 1)
)
_NOW = sa.bindparam("now", type_=Moment)
_CLAIM = (
    catalogues.update()
    .where(
        catalogues.c.source == _SOURCE,
        sa.or_(
            catalogues.c.holder.is_(None),
            catalogues.c.holder == sa.bindparam("by", type_=sa.Text),
            catalogues.c.held_until <= _NOW,
            # By a clock that was set back since.
            catalogues.c.held_until > sa.bindparam("latest", type_=Moment),
        ),
        sa.or_(
            catalogues.c.asked_at.is_(None),
            catalogues.c.asked_at <= sa.bindparam("before", type_=Moment),
            catalogues.c.asked_at > sa.bindparam("skewed", type_=Moment),
        ),
    )
    .values(
        holder=sa.bindparam("by", type_=sa.Text), held_until=sa.bindparam("until", type_=Moment)
    )
)
_HELD = sa.and_(
    catalogues.c.source == _SOURCE, catalogues.c.holder == sa.bindparam("by", type_=sa.Text)
)
_RELEASE = catalogues.update().where(_HELD).values(holder=None)
_ASKED = (
    catalogues.update().where(_HELD).values(holder=None, asked_at=sa.bindparam("at", type_=Moment))
)


class SqlModelStore:
    """A ModelStore in two tables."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def edition(self, source: str) -> Edition:
        """See ModelStore."""
        row = await self._database.read(
            lambda found: found.execute(_EDITION, {"this": source}).one_or_none()
        )
        return Edition() if row is None else Edition(row.version, row.asked_at)

    async def load(self, source: str) -> Mapping[ModelKind, Sequence[Model]]:
        """See ModelStore."""
        found = dict[ModelKind, list[Model]]()
        for kind in ModelKind:
            async for rows in self._pages(_ALL, source, kind):
                found.setdefault(kind, []).extend(await asyncio.to_thread(_read, kind, rows))
        return found

    async def save(self, source: str, kind: ModelKind, models: Sequence[Model]) -> int:
        """See ModelStore."""
        kept = dict[str, str]()
        async for rows in self._pages(_MARKS, source, kind):
            kept |= {row.name: row.mark for row in rows}
        changed, gone = await asyncio.to_thread(_compared, source, models, kept)
        written = changed + [{"name": name} for name in gone]
        for start in range(0, len(written), TOGETHER):
            some = written[start : start + TOGETHER]
            act = functools.partial(_write, source=source, kind=kind, rows=some)
            await self._database.transact(act, lock=MODELS_LOCK)
        return len(written)

    async def claim(
        self, source: str, holder: str, *, now: datetime, until: datetime, before: datetime
    ) -> bool:
        """See ModelStore."""
        said = {"this": source, "by": holder, "now": now, "until": until, "before": before}
        said |= {"latest": until + SKEW, "skewed": now + SKEW}

        def take(connection: sa.Connection) -> bool:
            connection.execute(_KNOWN, {"source": source})
            return connection.execute(_CLAIM, said).rowcount == 1

        return await self._database.transact(take)

    async def release(self, source: str, holder: str, *, asked_at: datetime | None) -> None:
        """See ModelStore."""
        said: dict[str, object] = {"this": source, "by": holder}
        statement = _RELEASE if asked_at is None else _ASKED
        said |= {} if asked_at is None else {"at": asked_at}
        await self._database.transact(
            lambda connection: connection.execute(statement, said).rowcount
        )

    async def _pages(
        self, statement: sa.Select[Any], source: str, kind: ModelKind
    ) -> AsyncGenerator[Sequence[sa.Row[Any]]]:
        after, is_more = "", True
        while is_more:
            wanted: dict[str, object] = {"this": source, "of": kind.value, "after": after}
            rows = await self._database.read(functools.partial(_rows, statement, wanted))
            if rows:
                after = rows[-1].name
                yield rows
            is_more = len(rows) == PAGE


def _rows(
    statement: sa.Select[Any], wanted: dict[str, object], connection: sa.Connection
) -> Sequence[sa.Row[Any]]:
    return connection.execute(statement, wanted).all()


def _write(
    connection: sa.Connection, source: str, kind: ModelKind, rows: Sequence[dict[str, Any]]
) -> None:
    """Put rows in the place of those of the same names; a name alone is what is gone."""
    names = [row["name"] for row in rows]
    connection.execute(_DELETE, {"this": source, "of": kind.value, "names": names})
    if fresh := [row for row in rows if len(row) > 1]:
        connection.execute(_INSERT, fresh)
    connection.execute(_KNOWN, {"source": source})
    # With each part: after a crash, what was written is news to others all the same.
    connection.execute(_CHANGED, {"this": source})


def _compared(
    source: str, listed: Iterable[Model], kept: Mapping[str, str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the rows that differ from what is kept, and the names that are not listed."""
    rows = {row["name"]: row for row in (_row(source, model) for model in listed)}
    changed = [row for row in rows.values() if kept.get(row["name"]) != row["mark"]]
    return changed, [name for name in kept if name not in rows]


def _row(source: str, model: Model) -> dict[str, Any]:
    said = {
        "label": model.label,
        "base_model": model.base_model,
        "is_sdxl": model.is_sdxl,
        "is_served": model.is_served,
        "is_adult": model.is_adult,
        "workers": model.workers,
        "cover": model.cover,
        "triggers": json.dumps(model.triggers),
    }
    mark = hashlib.blake2b(json.dumps(list(said.values())).encode(), digest_size=8).hexdigest()
    name = storable(model.name)
    return {"source": source, "kind": model.kind.value, "name": name, "mark": mark, **said}


def _read(kind: ModelKind, rows: Iterable[sa.Row[Any]]) -> list[Model]:
    return [
        Model(
            kind=kind,
            name=row.name,
            label=row.label,
            base_model=row.base_model,
            is_sdxl=row.is_sdxl,
            is_served=row.is_served,
            is_adult=row.is_adult,
            workers=row.workers,
            cover=row.cover,
            triggers=tuple(json.loads(row.triggers)),
        )
        for row in rows
    ]
