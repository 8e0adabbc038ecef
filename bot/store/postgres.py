"""A PostgreSQL database, which several processes may share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StoreError
from bot.store.address import WAIT_SECONDS, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.pool import QueuePool

Outcome = TypeVar("Outcome")

LOCK = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("key", type_=sa.BigInteger)))


class Postgres:
    """A Server for several processes."""

    sole_user = False

    def __init__(self, url: sa.URL) -> None:
        """Open nothing before it is used.

        Raises:
            StoreError: the driver is not installed.

        """
        self.place = place_of(url)
        try:
            self._engine = create_async_engine(
                url,
                hide_parameters=True,
                pool_size=5,
                max_overflow=5,
                pool_timeout=WAIT_SECONDS,
                connect_args={"timeout": 10, "command_timeout": WAIT_SECONDS},
            )
        except ModuleNotFoundError as error:
            raise StoreError("PostgreSQL needs asyncpg; see README, PostgreSQL") from error

    async def read(self, act: Callable[[sa.Connection], Outcome]) -> Outcome:
        """See Server."""
        async with self._engine.connect() as connection:
            return await connection.run_sync(act)

    async def write(self, act: Callable[[sa.Connection], Outcome], *, lock: int | None) -> Outcome:
        """See Server."""
        async with self._engine.begin() as connection:
            if lock is not None:
                await connection.execute(LOCK, {"key": lock})
            return await connection.run_sync(act)

    async def close(self) -> None:
        """See Server."""
        await self._engine.dispose()

    def busy(self) -> int:
        """Return how many connections somebody uses now."""
        return cast("QueuePool", self._engine.pool).checkedout()
