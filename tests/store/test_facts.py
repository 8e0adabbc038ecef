"""What is told of a database before a start, which changes nothing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreError
from bot.store.database import connect
from bot.store.facts import DatabaseFacts, inspect_database
from bot.store.jobs.jobs import SqlJobStore
from bot.store.migrate import HEAD
from bot.store.opening import open_database
from tests.store.builders import make_job, put, run_sql
from tests.store.conftest import lent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOBODY = 65534

SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


def place_of(url: str, kind: str) -> str:
    """Return what is told of an address of these tests."""
    rest = url.partition("///")[2]
    return rest if kind == "sqlite" else f"{url.partition('host=')[2]}/shared"


def files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.iterdir()}


async def test_a_database_that_is_up_to_date_is_told_by_its_place(url: str, kind: str) -> None:
    place = place_of(url, kind)
    facts = await inspect_database(url)
    assert facts == DatabaseFacts(place=place, exists=True, revision=HEAD)
    assert str(facts) == place


async def test_an_open_database_tells_its_place_and_whether_it_is_new(
    blank_url: str, url: str, kind: str
) -> None:
    async with open_database(blank_url) as database:
        assert database.is_new
    async with open_database(blank_url) as database:
        assert not database.is_new
    async with open_database(url) as database:
        assert (database.place, database.is_new) == (place_of(url, kind), False)


async def test_no_place_tells_a_password() -> None:
    database = await connect("postgresql+asyncpg://ann:4711@db.example:5433/pictures")
    assert database.place == "db.example:5433/pictures"
    await database.close()


async def test_an_old_database_will_be_brought_up_to_date(blank_url: str) -> None:
    async with open_database(blank_url) as database:
        await run_sql(database, "UPDATE alembic_version SET version_num = '0001'")
    facts = await inspect_database(blank_url)
    assert (facts.revision, str(facts)) == ("0001", f"{facts.place}, will be brought up to date")


async def test_a_database_of_a_newer_darkroom_is_refused(blank_url: str) -> None:
    async with open_database(blank_url) as database:
        await run_sql(database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="a newer Darkroom"):
        await inspect_database(blank_url)


async def test_a_database_without_tables_is_empty_and_stays_so(blank_url: str) -> None:
    async with lent(blank_url) as database:
        assert await database.ping()
    facts = await inspect_database(blank_url)
    assert (facts.revision, str(facts)) == (None, f"{facts.place}, still empty")
    assert (await inspect_database(blank_url)).revision is None


async def test_a_missing_file_and_its_folder_are_told_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    facts = await inspect_database("sqlite+aiosqlite:///new/folder/darkroom.db")
    assert str(facts) == f"will be created at {tmp_path}/new/folder/darkroom.db"
    assert files(tmp_path) == {}


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=f"cannot create a file in {tmp_path}/file"):
        await inspect_database(f"sqlite+aiosqlite:///{tmp_path}/file/darkroom.db")


@pytest.fixture
def as_an_ordinary_user() -> Iterator[None]:
    """Let root be asked as one who may not write anywhere: access goes by the real user."""
    if os.geteuid() != 0:
        yield
        return
    os.setreuid(NOBODY, 0)
    try:
        yield
    finally:
        os.setreuid(0, 0)


@pytest.mark.usefixtures("as_an_ordinary_user")
async def test_a_folder_that_we_may_not_write_to_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o500)
    with pytest.raises(StoreError, match=f"cannot create a file in {folder}"):
        await inspect_database(f"sqlite+aiosqlite:///{folder}/darkroom.db")


async def test_a_folder_in_the_files_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot write to"):
        await inspect_database(f"sqlite+aiosqlite:///{tmp_path}")


async def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "darkroom.db").write_text("a letter to my aunt" * 99)
    before = files(tmp_path)
    with pytest.raises(StoreError, match="not a database"):
        await inspect_database(f"sqlite+aiosqlite:///{tmp_path}/darkroom.db")
    assert files(tmp_path) == before


@SQLITE
async def test_to_look_leaves_a_closed_database_as_it_was(url: str, tmp_path: Path) -> None:
    before = files(tmp_path)
    assert list(before) == ["darkroom.db"]
    await inspect_database(url)
    assert files(tmp_path) == before


@SQLITE
async def test_what_a_running_bot_wrote_last_is_seen(blank_url: str, tmp_path: Path) -> None:
    async with open_database(blank_url, exclusive=True) as database:
        await put(SqlJobStore(database), make_job())
        names = set(files(tmp_path))
        with closing(sqlite3.connect(f"file:{tmp_path}/blank.db?immutable=1", uri=True)) as alone:
            assert alone.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
        assert (await inspect_database(blank_url)).revision == HEAD
        assert set(files(tmp_path)) == names
        assert await database.ping()


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
async def test_a_server_that_is_not_there_is_told_in_one_line(url: str) -> None:
    with pytest.raises(StoreError, match="the database failed: ") as caught:
        await inspect_database(f"{url}/nowhere")
    assert "\n" not in str(caught.value)
