"""What is kept of a member, in SQL: gathered some jobs at a time, the newest first."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.domain.privacy import Kept
from bot.store.schema import images, jobs
from bot.store.studio.own_parts import PARTS
from bot.store.types import Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Row

    from bot.domain.ids import UserId
    from bot.store.database import Database

READ_AT_ONCE = 50
"""Jobs that are read by one: on PostgreSQL nothing else runs while its rows are made sense of."""

FRACTIONS_HOLD = 2**53

FAR = datetime(9000, 1, 1, tzinfo=UTC)
"""After all that was ever made."""

_WHO = sa.bindparam("who", type_=sa.BigInteger)
_LAST = sa.bindparam("last", type_=sa.Text)
_UNTIL = sa.bindparam("until", type_=Moment)
_THEIRS = jobs.c.user_id == _WHO
_NEWEST = (
    sa.select(jobs)
    .where(_THEIRS, sa.tuple_(jobs.c.created_at, jobs.c.id) < sa.tuple_(_UNTIL, _LAST))
    .order_by(jobs.c.created_at.desc(), jobs.c.id.desc())
    .limit(READ_AT_ONCE)
)
_RESULTS = (
    sa.select(images)
    .where(images.c.job.in_(sa.bindparam("these", expanding=True, type_=sa.Text)))
    .order_by(images.c.job, images.c.number)
)


async def gather(
    database: Database, user_id: UserId, most: int, is_late: Callable[[], bool]
) -> Kept:
    """See PrivacyStore."""
    parts = await database.read(partial(_beside_jobs, asked={"who": user_id}))
    found, is_whole = await _jobs(database, user_id, most, is_late)
    return Kept(parts=parts | {"jobs": found}, is_whole=is_whole)


async def _jobs(
    database: Database, user_id: UserId, most: int, is_late: Callable[[], bool]
) -> tuple[list[dict[str, object]], bool]:
    """Return the newest jobs with their images, and whether these are all."""
    found: list[dict[str, object]] = []
    before: dict[str, object] = {"until": FAR, "last": ""}
    while True:
        asked = before | {"who": user_id}
        some = await database.read(partial(_newest, asked=asked))
        found += some
        if len(found) > most:
            return found[:most], False
        if len(some) < READ_AT_ONCE:
            return found, True
        if is_late():
            return found, False
        before = {"until": some[-1]["created_at"], "last": some[-1]["id"]}


def _beside_jobs(
    connection: sa.Connection, asked: Mapping[str, object]
) -> dict[str, list[dict[str, object]]]:
    return {
        name: [_told(row) for row in connection.execute(which, asked)]
        for name, which in PARTS.items()
    }


def _newest(connection: sa.Connection, asked: Mapping[str, object]) -> list[dict[str, object]]:
    rows = connection.execute(_NEWEST, asked).all()
    results: dict[str, list[dict[str, object]]] = {row.id: [] for row in rows}
    for image in connection.execute(_RESULTS, {"these": list(results)}):
        results[image.job].append(_ours_left_out(image))
    return [_job(row, results[row.id]) for row in rows]


def _job(row: Row[Any], results: list[dict[str, object]]) -> dict[str, object]:
    told = _ours_left_out(row)
    told["request"] = json.loads(row.request)
    told["created_at"] = row.created_at
    told["results"] = results
    return told


def _ours_left_out(row: Row[Any]) -> dict[str, object]:
    return {name: value for name, value in _told(row).items() if name not in _OURS}


def _told(row: Row[Any]) -> dict[str, object]:
    told = row._mapping.items()  # noqa: SLF001 # SQLAlchemy's public name for it
    return {name: str(value) if _is_id(value) else value for name, value in told}


def _is_id(value: object) -> bool:
    """Whether a number is Discord's: who reads JSON with fractions alone would lose digits."""
    return isinstance(value, int) and value > FRACTIONS_HOLD


_OURS = (
    "token",
    "holder",
    "leased_until",
    "searched",
    "application_id",
    "interaction_id",
    "deleted_by",
    "fingerprint",
    "resembles",
)
"""Columns that are ours, not theirs."""
