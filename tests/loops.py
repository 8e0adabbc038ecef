"""The event loop of rooms that speak over sockets: the one that ``darkroom run`` uses."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot import cli

if TYPE_CHECKING:
    from collections.abc import Callable


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Tell pytest-asyncio; for the conftest.py of a room, which imports it."""
    return {"quickest": cli._quickest_loop() or asyncio.new_event_loop}
