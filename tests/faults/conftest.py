"""A world for each test, and the one great crash that many tests look at."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.faults.crash import crashed
from tests.faults.stage import opened
from tests.wire.experience import experienced_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.faults.crash import Aftermath
    from tests.faults.stage import Stage


@pytest.fixture(scope="session")
def experienced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return experienced_file(tmp_path_factory)


@pytest.fixture
async def stage(experienced: Path, tmp_path: Path, nursery: Path) -> AsyncIterator[Stage]:
    async with opened(experienced, tmp_path, nursery) as world:
        yield world


@pytest.fixture(scope="session")
def aftermath(
    experienced: Path, nursery: Path, tmp_path_factory: pytest.TempPathFactory
) -> Aftermath:
    """Return what one kill -9 left, with a job in each state, once the next start has ended all."""
    return asyncio.run(crashed(experienced, tmp_path_factory.mktemp("crash"), nursery))
