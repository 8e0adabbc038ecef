"""More members wait than a statement takes parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.fairness import Room
from bot.domain.ids import UserId
from bot.store.job_rows import new_row
from bot.store.schema import jobs
from tests.store.builders import LATER, NOON, make_job

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.domain.ports import JobStore
    from bot.store.database import Database

CROWD = 33_000


def fill(connection: sa.Connection) -> None:
    row = new_row(make_job()) | {"message_id": 5}
    for first in range(0, CROWD, 3000):
        members = range(first, min(CROWD, first + 3000))
        rows = [row | {"id": f"j{n}", "user_id": UserId(1000 + n)} for n in members]
        connection.execute(jobs.insert(), rows)


async def test_a_crowd_that_waits_is_served(store: JobStore, database: Database) -> None:
    await database.transact(fill)
    room = Room(jobs=20, per_user=2, images=1000)
    assert len(await store.claim("w", now=NOON, until=LATER, room=room)) == 20
