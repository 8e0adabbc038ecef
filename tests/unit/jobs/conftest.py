"""All tests here run by a loop whose time is their own: waiting costs nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from tests.unit.jobs.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            # Time moves only when nothing else can: so no cycle has to be given away first.
            item.add_marker(pytest.mark.looptime(noop_cycles=0))


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[MutableMapping[str, Any]]]:
    """Return what is logged, as it comes; nothing is rendered, since a day of it takes seconds."""
    with structlog.testing.capture_logs() as entries:
        yield entries
