"""Each test of the store runs on a fresh SQLite file and on an emptied PostgreSQL database.

One that asks for no database, only for what the ports promise, runs on the memory twin too.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from contextlib import asynccontextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from sqlalchemy.util import LRUCache

from bot.store.database import connect
from bot.store.jobs.deletions import SqlDeletionStore
from bot.store.jobs.events import SqlEventStore
from bot.store.jobs.images import SqlImageStore
from bot.store.jobs.job_finder import SqlJobFinder
from bot.store.jobs.jobs import SqlJobStore
from bot.store.jobs.originals import SqlOriginalStore
from bot.store.jobs.queue import SqlQueue
from bot.store.jobs.rates import SqlRateBudget
from bot.store.jobs.results import SqlResultStore
from bot.store.moderation.appeals import SqlAppealStore
from bot.store.moderation.audit import SqlAuditStore
from bot.store.moderation.audit_log import SqlAuditLogStore
from bot.store.moderation.blocks import SqlBlockStore
from bot.store.moderation.cases import SqlCaseStore
from bot.store.moderation.filters import SqlFilterStore
from bot.store.moderation.fingerprints import SqlFingerprintStore
from bot.store.moderation.retention import SqlRetentionStore
from bot.store.moderation.revisions import SqlRevisionStore
from bot.store.moderation.tellings import SqlTellingStore
from bot.store.moderation.tiers import SqlTierStore
from bot.store.opening import open_database
from bot.store.policies import SqlPolicyStore
from bot.store.postgres import Postgres
from bot.store.schema import metadata
from bot.store.studio.copies import SqlCopyStore
from bot.store.studio.history import SqlHistory
from bot.store.studio.listings import SqlListingStore
from bot.store.studio.members import SqlMemberStore
from bot.store.studio.models import SqlModelStore
from bot.store.studio.opt_outs import SqlOptOuts
from bot.store.studio.showcases import SqlShowcaseStore
from bot.store.studio.stars import SqlStarStore
from bot.store.studio.styles import SqlStyleStore
from bot.store.studio.usage import SqlUsageStore
from tests.made_once import made_once
from tests.store.memory import (
    MemoryAppealStore,
    MemoryAuditLogStore,
    MemoryAuditStore,
    MemoryBlockStore,
    MemoryCaseStore,
    MemoryCopyStore,
    MemoryDeletionStore,
    MemoryEventStore,
    MemoryFilterStore,
    MemoryFingerprintStore,
    MemoryHistory,
    MemoryImageStore,
    MemoryJobFinder,
    MemoryJobStore,
    MemoryListingStore,
    MemoryMemberStore,
    MemoryModelStore,
    MemoryOptOuts,
    MemoryOriginalStore,
    MemoryPolicyStore,
    MemoryQueue,
    MemoryRateBudget,
    MemoryResultStore,
    MemoryRetentionStore,
    MemoryRevisionStore,
    MemoryShowcaseStore,
    MemoryStarStore,
    MemoryStyleStore,
    MemoryTellingStore,
    MemoryTierStore,
    MemoryUsageStore,
    Shelf,
)
from tests.store.postgres_cluster import SHARED
from tests.store.postgres_server import connected, run

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator, Sequence

    from sqlalchemy import Dialect

    from bot.domain.ports import (
        AppealStore,
        AuditLogStore,
        AuditStore,
        BlockStore,
        CaseStore,
        CopyStore,
        DeletionStore,
        EventStore,
        FilterStore,
        FingerprintStore,
        HistoryStore,
        ImageStore,
        JobFinder,
        JobStore,
        ListingStore,
        MemberStore,
        ModelStore,
        OptOuts,
        OriginalStore,
        PolicyStore,
        QueueStore,
        RateBudget,
        ResultStore,
        RetentionStore,
        RevisionStore,
        ShowcaseStore,
        StarStore,
        StyleStore,
        TellingStore,
        TierStore,
        UsageStore,
    )
    from bot.store.database import Database

NUMBERS = count()
COMPILED: LRUCache[Any, Any] = LRUCache(1000)
DIALECTS: dict[str, Dialect] = {}
"""Each as it is once it knows its server: of compiled statements it is a part."""
SQL, MEMORY = ["sqlite", "postgres"], "memory"
NEED_SQL = {"database", "another", "url", "blank_url"}
FILE = "darkroom.db"
INSIDE = f"{Path(__file__).parent}{os.sep}"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        asyncio.run(_migrate(f"sqlite+aiosqlite:///{folder / FILE}"))

    return made_once(tmp_path_factory, "template", make) / FILE


@pytest.fixture(scope="session")
def postgres(postgres_server: str) -> str:
    """Lend the server's address, with a place for the database's name."""
    return postgres_server


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Let these tests share one event loop, as they share connections in it."""
    for item in items:
        if str(item.path).startswith(INSIDE) and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    chosen = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    if "kind" in metafunc.fixturenames and "kind" not in chosen:
        needs_sql = NEED_SQL & set(metafunc.fixturenames)
        metafunc.parametrize("kind", SQL if needs_sql else [*SQL, MEMORY], indirect=True)


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def origin(kind: str, request: pytest.FixtureRequest) -> str:
    """Return the template's path, or the server's address."""
    return str(request.getfixturevalue("sqlite_template" if kind == "sqlite" else "postgres"))


@pytest.fixture(scope="session")
def on_shared(postgres: str) -> Iterator[Callable[[str], object]]:
    """Lend what runs statements in the database for the tests of the stores, between them."""
    with connected(postgres, SHARED) as act:
        yield act


@pytest.fixture
def url(kind: str, origin: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Lend the address of a database whose tables are up to date."""
    if kind == "sqlite":
        shutil.copyfile(origin, tmp_path / "darkroom.db")
        yield f"sqlite+aiosqlite:///{tmp_path / 'darkroom.db'}"
        return
    act = request.getfixturevalue("on_shared")
    yield origin.format(SHARED)
    act(_emptying())


@pytest_asyncio.fixture(loop_scope="session")
async def blank_url(kind: str, origin: str, tmp_path: Path) -> AsyncGenerator[str]:
    """Lend the address of a database without tables."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'blank.db'}"
        return
    name = f"blank{next(NUMBERS)}"
    await run(origin, "postgres", f"CREATE DATABASE {name}")
    yield origin.format(name)
    await run(origin, "postgres", f"DROP DATABASE {name} WITH (FORCE)")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def on_postgres(postgres: str) -> AsyncGenerator[tuple[Database, Database]]:
    """Lend the database that tests have one after the other, as each of two processes has it.

    To connect for each test, a process of the server's each time, took longer than the test.
    """
    url = postgres.format(SHARED)
    async with lent(url) as database, lent(url) as another:
        yield database, another


@pytest.fixture
def kept(kind: str, request: pytest.FixtureRequest) -> Sequence[Database]:
    """Return what stays open after the test, if anything does."""
    return request.getfixturevalue("on_postgres") if kind == "postgres" else ()


@pytest_asyncio.fixture(loop_scope="session")
async def database(url: str, kept: Sequence[Database]) -> AsyncGenerator[Database]:
    async with _own_or(url, kept[:1]) as database:
        yield database


@pytest_asyncio.fixture(loop_scope="session")
async def another(url: str, kept: Sequence[Database]) -> AsyncGenerator[Database]:
    """Lend the same database as a second process would have it."""
    async with _own_or(url, kept[1:]) as database:
        yield database


@pytest.fixture
def stores(kind: str, request: pytest.FixtureRequest) -> Sequence[JobStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryJobStore()] * 2
    return [SqlJobStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def store(kind: str, shelf: Shelf, request: pytest.FixtureRequest) -> JobStore:
    if kind == MEMORY:
        return MemoryJobStore(shelf)
    return SqlJobStore(request.getfixturevalue("database"))


@pytest.fixture
def images(kind: str, shelf: Shelf, request: pytest.FixtureRequest) -> ImageStore:
    if kind == MEMORY:
        return MemoryImageStore(shelf)
    return SqlImageStore(request.getfixturevalue("database"))


@pytest.fixture
def deletions(
    kind: str, shelf: Shelf, memory_cases: MemoryCaseStore, request: pytest.FixtureRequest
) -> DeletionStore:
    if kind == MEMORY:
        return MemoryDeletionStore(shelf, memory_cases)
    return SqlDeletionStore(request.getfixturevalue("database"))


@pytest.fixture
def finder(kind: str, shelf: Shelf, request: pytest.FixtureRequest) -> JobFinder:
    if kind == MEMORY:
        return MemoryJobFinder(shelf)
    return SqlJobFinder(request.getfixturevalue("database"))


@pytest.fixture
def originals(kind: str, shelf: Shelf, request: pytest.FixtureRequest) -> OriginalStore:
    if kind == MEMORY:
        return MemoryOriginalStore(shelf)
    return SqlOriginalStore(request.getfixturevalue("database"))


@pytest.fixture
def results(kind: str, request: pytest.FixtureRequest) -> ResultStore:
    if kind == MEMORY:
        return MemoryResultStore()
    return SqlResultStore(request.getfixturevalue("database"))


@pytest.fixture
def revisions(kind: str, shelf: Shelf, request: pytest.FixtureRequest) -> RevisionStore:
    if kind == MEMORY:
        return MemoryRevisionStore(shelf)
    return SqlRevisionStore(request.getfixturevalue("database"))


@pytest.fixture
def events(kind: str, shelf: Shelf, request: pytest.FixtureRequest) -> EventStore:
    if kind == MEMORY:
        return MemoryEventStore(shelf)
    return SqlEventStore(request.getfixturevalue("database"))


@pytest.fixture
def usage_store(kind: str, shelf: Shelf, request: pytest.FixtureRequest) -> UsageStore:
    if kind == MEMORY:
        return MemoryUsageStore(shelf)
    return SqlUsageStore(request.getfixturevalue("database"))


@pytest.fixture
def memory_cases(shelf: Shelf) -> MemoryCaseStore:
    return MemoryCaseStore(MemoryAuditStore(shelf))


@pytest.fixture
def block_stores(
    kind: str, shelf: Shelf, memory_cases: MemoryCaseStore, request: pytest.FixtureRequest
) -> Sequence[BlockStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryBlockStore(memory_cases, shelf)] * 2
    return [SqlBlockStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def cases(
    kind: str, memory_cases: MemoryCaseStore, request: pytest.FixtureRequest
) -> Sequence[CaseStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [memory_cases] * 2
    return [SqlCaseStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def appeal_stores(
    kind: str, cases: Sequence[CaseStore], shelf: Shelf, request: pytest.FixtureRequest
) -> Sequence[AppealStore]:
    """Return one store twice: as each of two processes has it."""
    if isinstance(cases[0], MemoryCaseStore):
        return [MemoryAppealStore(cases[0], shelf)] * 2
    return [SqlAppealStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def telling_stores(
    kind: str, cases: Sequence[CaseStore], request: pytest.FixtureRequest
) -> Sequence[TellingStore]:
    """Return one store twice: as each of two processes has it."""
    if isinstance(cases[0], MemoryCaseStore):
        return [MemoryTellingStore(cases[0])] * 2
    return [SqlTellingStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def audit(kind: str, memory_cases: MemoryCaseStore, request: pytest.FixtureRequest) -> AuditStore:
    if kind == MEMORY:
        return memory_cases.audit
    return SqlAuditStore(request.getfixturevalue("database"))


@pytest.fixture
def retention(
    kind: str, memory_cases: MemoryCaseStore, request: pytest.FixtureRequest
) -> RetentionStore:
    if kind == MEMORY:
        return MemoryRetentionStore(memory_cases)
    return SqlRetentionStore(request.getfixturevalue("database"))


@pytest.fixture
def audit_logs(
    kind: str, memory_cases: MemoryCaseStore, request: pytest.FixtureRequest
) -> Sequence[AuditLogStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryAuditLogStore(memory_cases.audit)] * 2
    return [SqlAuditLogStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def policy_stores(kind: str, request: pytest.FixtureRequest) -> Sequence[PolicyStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryPolicyStore()] * 2
    return [SqlPolicyStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def tier_stores(kind: str, request: pytest.FixtureRequest) -> Sequence[TierStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryTierStore()] * 2
    return [SqlTierStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def queue(kind: str, shelf: Shelf, request: pytest.FixtureRequest) -> QueueStore:
    if kind == MEMORY:
        return MemoryQueue(shelf)
    return SqlQueue(request.getfixturevalue("database"))


@pytest.fixture
def filter_stores(kind: str, request: pytest.FixtureRequest) -> Sequence[FilterStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryFilterStore()] * 2
    return [SqlFilterStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def fingerprint_stores(kind: str, request: pytest.FixtureRequest) -> Sequence[FingerprintStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryFingerprintStore()] * 2
    return [SqlFingerprintStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def history(kind: str, shelf: Shelf, request: pytest.FixtureRequest) -> HistoryStore:
    if kind == MEMORY:
        return MemoryHistory(shelf)
    return SqlHistory(request.getfixturevalue("database"))


@pytest.fixture
def opt_outs(kind: str, request: pytest.FixtureRequest) -> OptOuts:
    if kind == MEMORY:
        return MemoryOptOuts()
    return SqlOptOuts(request.getfixturevalue("database"))


@pytest.fixture
def listings(kind: str, request: pytest.FixtureRequest) -> ListingStore:
    if kind == MEMORY:
        return MemoryListingStore()
    return SqlListingStore(request.getfixturevalue("database"))


@pytest.fixture
def stars(kind: str, request: pytest.FixtureRequest) -> Sequence[StarStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryStarStore()] * 2
    return [SqlStarStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def showcases(kind: str, shelf: Shelf, request: pytest.FixtureRequest) -> Sequence[ShowcaseStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryShowcaseStore(shelf)] * 2
    return [SqlShowcaseStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def copies(kind: str, shelf: Shelf, request: pytest.FixtureRequest) -> Sequence[CopyStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryCopyStore(shelf)] * 2
    return [SqlCopyStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def model_stores(kind: str, request: pytest.FixtureRequest) -> Sequence[ModelStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryModelStore()] * 2
    return [SqlModelStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def style_stores(kind: str, request: pytest.FixtureRequest) -> Sequence[StyleStore]:
    """Return one store twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryStyleStore()] * 2
    return [SqlStyleStore(request.getfixturevalue(name)) for name in ("database", "another")]


@pytest.fixture
def members(kind: str, request: pytest.FixtureRequest) -> MemberStore:
    if kind == MEMORY:
        return MemoryMemberStore()
    return SqlMemberStore(request.getfixturevalue("database"))


@pytest.fixture
def budgets(kind: str, request: pytest.FixtureRequest) -> Sequence[RateBudget]:
    """Return one budget twice: as each of two processes has it."""
    if kind == MEMORY:
        return [MemoryRateBudget()] * 2
    return [SqlRateBudget(request.getfixturevalue(name)) for name in ("database", "another")]


@asynccontextmanager
async def lent(url: str) -> AsyncGenerator[Database]:
    """Open a database that is up to date, and see that every connection came back."""
    database = await connect(url)
    if isinstance(database._server, Postgres):
        _spare_compiling(database._server)
    try:
        yield database
        assert not database.busy()
    finally:
        await database.close()


@asynccontextmanager
async def _own_or(url: str, kept: Sequence[Database]) -> AsyncGenerator[Database]:
    if not kept:
        async with lent(url) as database:
            yield database
        return
    yield kept[0]
    assert not kept[0].busy()


def _spare_compiling(server: Postgres) -> None:
    """Let all connections to our server share what was compiled, as those to files do.

    To compile its statements for each test took longer than to run them.
    """
    engine = server._engine.sync_engine
    engine.dialect = DIALECTS.setdefault("postgres", engine.dialect)
    engine._compiled_cache = COMPILED


@cache
def _emptying() -> str:
    return "; ".join(str(table.delete()) for table in reversed(metadata.sorted_tables))


async def _migrate(url: str) -> None:
    async with open_database(url):
        pass
