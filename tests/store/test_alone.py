"""Only one process may run on a SQLite file; how many look at it does not matter."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreError
from bot.store.opening import open_database

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncGenerator
    from pathlib import Path

SQLITE = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
REFUSED = "another process is using this database: "
HOLDER = """
import asyncio, sys
from subprocess import DEVNULL, Popen
from bot.store.opening import open_database
async def main():
    async with open_database(sys.argv[1], exclusive=True):
        child = Popen(["sleep", "60"], stdin=DEVNULL, stdout=DEVNULL, close_fds=False)
        print("open", child.pid, flush=True)
        await asyncio.to_thread(sys.stdin.read)
asyncio.run(main())
"""


@asynccontextmanager
async def holder(url: str) -> AsyncGenerator[tuple[Process, int]]:
    """Run another process that holds the database; lend it and the id of its child."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLDER, url),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    child = 0
    try:
        assert process.stdout is not None
        said = await asyncio.wait_for(process.stdout.readline(), timeout=30)
        child = int(said.split()[1])
        yield process, child
    finally:
        if child:
            os.kill(child, signal.SIGKILL)
        if process.returncode is None:
            process.kill()
        await process.communicate()


@SQLITE
async def test_a_second_process_is_told_which_database_is_used(url: str, tmp_path: Path) -> None:
    async with holder(url):
        with pytest.raises(StoreError) as caught:
            async with open_database(url, exclusive=True):
                pass
    assert str(caught.value) == f"{REFUSED}{tmp_path / 'darkroom.db'}"


@SQLITE
async def test_a_killed_process_frees_it_even_if_its_child_lives(url: str) -> None:
    async with holder(url) as (process, child):
        process.kill()
        await process.wait()
        os.kill(child, 0)
        async with open_database(url, exclusive=True) as database:
            assert await database.ping()


@SQLITE
async def test_the_same_process_may_close_and_open_it_again(url: str) -> None:
    for _ in range(3):
        async with open_database(url, exclusive=True) as database:
            assert await database.ping()


@SQLITE
async def test_one_process_cannot_open_it_twice_at_once(url: str) -> None:
    async with open_database(url, exclusive=True):
        with pytest.raises(StoreError, match=REFUSED):
            async with open_database(url, exclusive=True):
                pass


@SQLITE
async def test_a_start_that_fails_lets_go(blank_url: str, tmp_path: Path) -> None:
    file = tmp_path / "blank.db"
    file.write_text("no database" * 999)
    with pytest.raises(StoreError, match="not a database"):
        async with open_database(blank_url, exclusive=True):
            pass
    file.unlink()
    async with open_database(blank_url, exclusive=True) as database:
        assert await database.ping()


@SQLITE
async def test_all_names_of_a_file_mean_one(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "darkroom.db")
    monkeypatch.chdir(tmp_path)
    async with open_database(url, exclusive=True):
        for name in ("link.db", "darkroom.db", f"../{tmp_path.name}/darkroom.db"):
            with pytest.raises(StoreError, match=REFUSED):
                async with open_database(f"sqlite+aiosqlite:///{name}", exclusive=True):
                    pass


async def test_who_only_looks_needs_no_lock(url: str) -> None:
    async with open_database(url, exclusive=True), open_database(url) as database:
        assert await database.ping()


@pytest.mark.parametrize("kind", ["postgres"], indirect=True)
async def test_many_may_share_a_server(url: str) -> None:
    async with (
        open_database(url, exclusive=True),
        open_database(url, exclusive=True) as database,
    ):
        assert await database.ping()


@SQLITE
async def test_a_lock_that_cannot_be_made_is_a_store_error(url: str, tmp_path: Path) -> None:
    await asyncio.to_thread((tmp_path / "darkroom.db.lock").mkdir)
    with pytest.raises(StoreError, match=r"the database failed: .*darkroom\.db\.lock"):
        async with open_database(url, exclusive=True):
            pass
