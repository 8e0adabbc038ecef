from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.errors import StoreError
from bot.store.database import connect
from bot.store.migrate import HEAD, SCRIPTS, config, current, migrate
from bot.store.opening import open_database
from bot.store.schema import metadata
from tests.store.builders import make_job, put, run_sql
from tests.store.conftest import lent

if TYPE_CHECKING:
    from bot.domain.ports import JobStore
    from bot.store.database import Database

INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index'",
    "postgres": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def differences(connection: sa.Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def indexes(database: Database, kind: str) -> dict[str, str]:
    found = await database.read(lambda connection: connection.execute(sa.text(INDEXES[kind])).all())
    return {name: definition for name, definition in found if definition}


async def test_the_migrations_make_what_the_code_expects(database: Database) -> None:
    assert await database.read(differences) == []


async def test_the_migrations_make_the_partial_indexes_that_the_code_expects(
    database: Database, blank_url: str, kind: str
) -> None:
    async with lent(blank_url) as made:
        await made.transact(metadata.create_all)
        expected = await indexes(made, kind)
    assert len(expected) >= sum(len(table.indexes) for table in metadata.tables.values()) == 56
    made_by_migrations = await indexes(database, kind)
    made_by_migrations.pop("alembic_version_pkc", None)
    assert made_by_migrations == expected


async def test_every_migration_can_be_taken_back_and_made_again(blank_url: str) -> None:
    def down(connection: sa.Connection) -> list[str]:
        command.downgrade(config(connection), "base")
        return sa.inspect(connection).get_table_names()

    async with lent(blank_url) as database:
        await migrate(database)
        assert await database.transact(down) == ["alembic_version"]
        await migrate(database)
        assert await database.read(differences) == []


async def test_a_database_of_the_first_version_gets_the_index_of_tasks(
    blank_url: str, kind: str
) -> None:
    def first(connection: sa.Connection) -> None:
        command.upgrade(config(connection), "0001")

    async with lent(blank_url) as database:
        await database.transact(first)
        assert "jobs_tasks" not in await indexes(database, kind)
        await migrate(database)
        assert "jobs_tasks" in await indexes(database, kind)


def test_the_head_that_the_code_names_is_the_last_migration() -> None:
    assert ScriptDirectory(str(SCRIPTS)).get_heads() == [HEAD]


async def test_migrating_keeps_the_data(store: JobStore, url: str) -> None:
    job = await put(store, make_job())
    async with open_database(url):
        pass
    assert await store.get(job.id) == job


async def test_a_database_of_a_newer_darkroom_is_refused(blank_url: str) -> None:
    async with open_database(blank_url) as database:
        await run_sql(database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer Darkroom"):
        async with open_database(blank_url):
            pass


async def test_processes_that_start_at_once_migrate_once(blank_url: str) -> None:
    opened = await asyncio.gather(*(connect(blank_url) for _ in range(4)))
    try:
        await asyncio.gather(*map(migrate, opened))
        assert await opened[0].read(current) == HEAD
    finally:
        for database in opened:
            await database.close()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_start_on_an_up_to_date_database_does_not_load_alembic(url: str) -> None:
    script = (
        "import asyncio, sys\n"
        "from bot.store.opening import open_database\n"
        "async def main():\n"
        f"    async with open_database({url!r}) as database:\n"
        "        print(await database.ping(), 'alembic' in sys.modules)\n"
        "asyncio.run(main())\n"
    )
    ran = subprocess.run(  # noqa: S603 # our own script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=30
    )
    assert ran.stdout.split() == ["True", "False"]
