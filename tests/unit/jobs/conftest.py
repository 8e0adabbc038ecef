"""All tests here run by a loop whose time is their own: waiting costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import looptime
import pytest
import structlog

from tests.unit.jobs.stage import Stage

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator, Mapping, MutableMapping


def new_loop() -> asyncio.AbstractEventLoop:
    """Make a loop whose time moves only, and at once, when nothing else can happen."""
    loop = looptime.new_event_loop(noop_cycles=0)
    join = loop.shutdown_default_executor

    async def joined(timeout: float | None = None) -> None:  # noqa: ASYNC109 - given by Python
        """Wait for the threads at the end: of this time, Python's 300 s would pass at once."""
        await join()

    # Its class is made by looptime, on the spot.
    loop.shutdown_default_executor = joined  # type: ignore[method-assign]
    return loop


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"loop time": new_loop}


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[MutableMapping[str, Any]]]:
    """Return what is logged, as it comes; nothing is rendered, since a day of it takes seconds."""
    with structlog.testing.capture_logs() as entries:
        yield entries
