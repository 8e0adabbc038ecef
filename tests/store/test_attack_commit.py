"""A COMMIT that fails leaves its transaction open: whoever comes next must not find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreError
from tests.store.builders import make_job, put, reread

if TYPE_CHECKING:
    import sqlalchemy as sa

    from bot.domain.ports import JobStore
    from bot.store.database import Database


def fails_at_commit(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE parents (id integer PRIMARY KEY)")
    connection.exec_driver_sql(
        "CREATE TABLE kids (id integer REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)"
    )
    connection.exec_driver_sql("INSERT INTO kids VALUES (1)")


async def test_a_commit_that_fails_costs_nobody_else_theirs(
    store: JobStore, database: Database
) -> None:
    with pytest.raises(StoreError):
        await database.transact(fails_at_commit)
    job = await put(store, make_job("b"))
    assert await reread(store, job) == job
