"""All tests here run by a loop whose time is their own: waiting costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.jobs.conftest import new_loop

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"loop time": new_loop}
