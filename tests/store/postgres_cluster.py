"""What every PostgreSQL server of the tests begins with, made once for all workers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.store.opening import open_database
from tests.made_once import made_once
from tests.store.postgres_server import make_cluster, run
from tests.wire.experience import write_experience
from tests.wire.records import SUFFIX

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SHARED = "shared"
"""A database for the tests of the stores: to make one for each would take them minutes."""
EXPERIENCED = "experienced"
"""One to copy, which has seen quick tasks."""


def filled_cluster(factory: pytest.TempPathFactory) -> Path:
    """Return what a server keeps that has both databases.

    Raises:
        NoServerError: PostgreSQL cannot be run here.

    """

    def make(folder: Path) -> None:
        make_cluster(folder, lambda address: asyncio.run(_fill(folder, address)))

    return made_once(factory, "cluster", make)


async def _fill(folder: Path, address: str) -> None:
    await run(address, "postgres", f"CREATE DATABASE {SHARED}")
    async with open_database(address.format(SHARED)):
        pass  # its tables are made
    await run(address, "postgres", f"CREATE DATABASE {EXPERIENCED} TEMPLATE {SHARED}")
    place = folder / f"experienced{SUFFIX}"
    place.write_text(address.format(EXPERIENCED))
    await write_experience(place)
