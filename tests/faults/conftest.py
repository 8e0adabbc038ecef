"""A world for each test, and the one great crash that many tests look at."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.faults.crash import crashed
from tests.faults.stage import opened
from tests.wire.former import former, found

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.faults.crash import Aftermath
    from tests.faults.stage import Stage
    from tests.wire.former import Former


@pytest.fixture(scope="session")
def left(tmp_path_factory: pytest.TempPathFactory) -> Former:
    """Return what a former bot left; made before any loop of a test runs."""
    return former(tmp_path_factory)


@pytest.fixture
async def stage(
    request: pytest.FixtureRequest, left: Former, tmp_path: Path, nursery: Path
) -> AsyncIterator[Stage]:
    async with opened(found(request, left), tmp_path, nursery) as world:
        yield world


@pytest.fixture(scope="session")
def aftermath(left: Former, nursery: Path, tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """Return what one kill -9 left, with a job in each state, once the next start has ended all."""
    return asyncio.run(crashed(left, tmp_path_factory.mktemp("crash"), nursery))
