"""Settings that all tests share, their order, and how many workers run them."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import tempfile
from contextlib import ExitStack
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import settings

from tests.crews import Crew, Crews, CrewScheduling, crews, is_for_others
from tests.faults.nursery import running
from tests.order import spread
from tests.store import postgres_server as server
from tests.wire.records import SUFFIX
from tests.workers import ROOT, forking

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from execnet import XSpec
    from xdist.remote import Producer
    from xdist.workermanage import WorkerController

NUMBERS = count()
NURSERY, CREW, SIZE = "nursery", "crew", "size"
SHARED_NURSERY = pytest.StashKey[Path]()
CREWS = pytest.StashKey[Crews]()
MOST_WORKERS = 12
MEMORY_FOR_FILES = 2 << 30
WORKERS_A_CORE = 5
"""Most tests wait for each other's side of the wire for longer than they compute."""


def _out_of_the_disks_way() -> None:
    """Keep temporary files in memory where there is room: a busy disk holds a commit for seconds.

    What SQLite asks of a disk it asks all the same; to wait for one is not what is tried here.
    """
    memory = Path("/dev/shm")  # noqa: S108 - tests make their own folders in it
    if "TMPDIR" in os.environ or not os.access(memory, os.W_OK):
        return
    if shutil.disk_usage(memory).free >= MEMORY_FOR_FILES:
        os.environ["TMPDIR"] = str(memory)
        tempfile.tempdir = None  # it may have been asked for before


_out_of_the_disks_way()

# A busy machine is slow, not wrong: what must be quick is measured as a ratio.
settings.register_profile("darkroom", deadline=None)
settings.load_profile("darkroom")

# pytest-asyncio asks for the current event loop, which would make one that nobody closes.
asyncio.set_event_loop(None)

# structlog's default draws tracebacks for people, which takes seconds of a busy machine.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Use no workers for what is over before they have started."""
    if all(map(_is_small, config.args)):
        return 0
    return min(WORKERS_A_CORE * (os.cpu_count() or 1), MOST_WORKERS)


def pytest_xdist_setupnodes(config: pytest.Config, specs: Sequence[XSpec]) -> None:
    """Let workers be forked with the tests imported, unless lines are counted from the first."""
    config.stash[CREWS] = Crews(crews(config.args, len(specs), os.cpu_count() or 1))
    ended = ExitStack()
    config.add_cleanup(ended.close)
    config.stash[SHARED_NURSERY] = ended.enter_context(running())
    if config.invocation_params.dir != ROOT or config.pluginmanager.hasplugin("_cov"):
        return
    python = ended.enter_context(forking(config.args))
    for spec in specs:
        spec.python = python


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> CrewScheduling:
    """Share tests out within each crew."""
    return CrewScheduling(config, log, config.stash[CREWS])


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Look for no tests of another crew."""
    told = getattr(config, "workerinput", {CREW: Crew.ALL})
    return True if is_for_others(Crew(told[CREW]), collection_path) else None


def pytest_collection() -> None:
    """Let the garbage collector rest while all that is made is there to stay."""
    gc.disable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mix the rooms."""
    told = getattr(config, "workerinput", {SIZE: 1})
    items[:] = spread(items, told[SIZE])


def pytest_collection_finish() -> None:
    """Spare the collector thousands of tests, which stay, and let it come less often.

    A full walk of them takes 0.4 s; with Python's thresholds it cost a twelfth of all computing.
    """
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


def pytest_unconfigure() -> None:
    """Look through what is left for what broke unseen, once; pytest would do it five times."""
    gc.collect()
    gc.freeze()


def pytest_configure_node(node: WorkerController) -> None:
    """Tell a worker of its crew, and where the nursery is that all of them share."""
    all_crews = node.config.stash[CREWS]
    crew = all_crews.of(node)
    node.workerinput |= {CREW: crew.value, SIZE: all_crews.sizes[crew]}
    node.workerinput[NURSERY] = str(node.config.stash[SHARED_NURSERY])


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Lend a server's address, with a place for the name of a database."""
    from tests.store.postgres_cluster import filled_cluster  # noqa: PLC0415 - few tests need it

    try:
        with server.running(filled_cluster(tmp_path_factory)) as address:
            yield address
    except server.NoServerError as error:
        if os.environ.get("CI"):
            pytest.fail(f"PostgreSQL has to run here: {error}")
        pytest.skip(f"no PostgreSQL: {error}")


@pytest.fixture
def postgres_database(postgres_server: str, tmp_path: Path) -> Iterator[Path]:
    """Lend a database of a test's own, by the file that leads to it."""
    from tests.store.postgres_cluster import EXPERIENCED  # noqa: PLC0415 - few tests need it

    act, name = partial(server.run, postgres_server, "postgres"), f"own{next(NUMBERS)}"
    asyncio.run(act(f"CREATE DATABASE {name} TEMPLATE {EXPERIENCED}"))
    place = tmp_path / f"darkroom{SUFFIX}"
    place.write_text(postgres_server.format(name))
    yield place
    asyncio.run(act(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def nursery(pytestconfig: pytest.Config) -> Iterator[Path]:
    """Lend a place that bots are born from; see tests/faults/nursery.py."""
    if told := getattr(pytestconfig, "workerinput", {}).get(NURSERY):
        yield Path(told)
        return
    with running() as place:
        yield place


def _is_small(asked: str) -> bool:
    """Whether this is a single test or within one room of ``tests/unit``."""
    return "::" in asked or "unit" in Path(asked).parts[:-1]
