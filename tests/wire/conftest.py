"""The whole bot for each test, or for many that leave no trace; and the database it starts with."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from blockbuster import blockbuster_ctx

from bot import cli
from bot.delivery import landings
from tests.wire.former import former, found
from tests.wire.records import SUFFIX
from tests.wire.sharing import Lent, shares
from tests.wire.translated import translate_once
from tests.wire.whole_bot import whole_bot, whole_bot_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from blockbuster import BlockBuster

    from tests.wire.former import Former
    from tests.wire.whole_bot import WholeBot


LATEST = 2.0
"""Seconds; with them a test takes less long."""


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Use the loop that ``darkroom run`` uses."""
    return {"quickest": cli._quickest_loop() or asyncio.new_event_loop}


@pytest.fixture(scope="session")
def left(tmp_path_factory: pytest.TempPathFactory) -> Former:
    """Return what a former bot left; made before any loop of a test runs."""
    return former(tmp_path_factory)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run on PostgreSQL, too, what is marked so."""
    if metafunc.definition.get_closest_marker("both_databases"):
        if "database" not in metafunc.fixturenames:
            metafunc.fixturenames.append("database")
        metafunc.parametrize("database", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def database(
    request: pytest.FixtureRequest,
    left: Former,
    tmp_path: Path,
    unblocked: BlockBuster,
) -> Iterator[Path]:
    """Lend a database of this test's own, on SQLite unless it asks for both."""
    if getattr(request, "param", "sqlite") == "sqlite":
        file = tmp_path / "darkroom.db"
        shutil.copyfile(found(request, left).template, file)
        yield file
        return
    unblocked.deactivate()  # tables are made by what may block
    place: Path = request.getfixturevalue("postgres_database")
    unblocked.activate()
    yield place


@pytest.fixture(autouse=True, scope="module")
def unblocked() -> Iterator[BlockBuster]:
    """Let no line of the bot block the event loop: the call raises BlockingError instead."""
    with blockbuster_ctx("bot", excluded_modules=["bot.playground", "bot.demo"]) as ban:
        # asyncpg looks for files of passwords and keys, once for each connection.
        ban.functions["os.stat"].can_block_in(
            "asyncpg/connect_utils.py", "_parse_connect_dsn_and_args"
        )
        yield ban


@pytest.fixture(autouse=True, scope="package")
def translated_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        translate_once(patch)
        yield


@pytest.fixture
def soon_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stay less long to see whether an edit that was given up lands: ours are never so late."""
    monkeypatch.setattr(landings, "LATEST", LATEST)


@pytest.fixture
async def idle(
    request: pytest.FixtureRequest,
    database: Path,
    left: Former,
    soon_settled: None,
) -> AsyncIterator[WholeBot]:
    """Yield everything but a running bot: the test starts it with settings of its own."""
    is_file = database.suffix != SUFFIX
    known = found(request, left).registered if is_file else None
    async with whole_bot_on(database, known) as bot:
        yield bot


@pytest.fixture
async def own(idle: WholeBot) -> WholeBot:
    await idle.start()
    return idle


@pytest.fixture
def bot(request: pytest.FixtureRequest) -> WholeBot:
    """Yield a bot that runs: its file's, or the test's own; see ``sharing``."""
    bot: WholeBot = request.getfixturevalue("borrowed" if shares(request.node) else "own")
    return bot


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    """Return those of a file's bot that are not the usual ones; for a file to say otherwise."""
    return {}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def lent(
    request: pytest.FixtureRequest,
    settings: dict[str, Any],
    left: Former,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Lent]:
    """Yield the bot of a file; see ``sharing``."""
    there, folder = found(request, left), tmp_path_factory.mktemp("shared")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(landings, "LATEST", LATEST)
        async with whole_bot(there.template, folder, there.registered) as bot:
            await bot.start(**settings)
            lent = Lent(bot)
            yield lent
            lent.recall()


@pytest.fixture
def shared(lent: Lent) -> WholeBot:
    """Return the bot of a file to a test that does nothing to it but ask; see ``sharing``."""
    return lent.bot


@pytest_asyncio.fixture(loop_scope="module")
async def borrowed(lent: Lent) -> AsyncIterator[WholeBot]:
    """Yield the bot of a file as if it were new."""
    await lent.begin()
    yield lent.bot
    await lent.end()
