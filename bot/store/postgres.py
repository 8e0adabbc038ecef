"""A PostgreSQL database, which several processes may share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

import sqlalchemy as sa

from bot.errors import StoreError
from bot.store.address import WAIT_SECONDS, place_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.pool import QueuePool

Outcome = TypeVar("Outcome")

CONNECTIONS = 10
"""Of a process. All are kept: in a burst of commands, to connect takes longer than to ask."""

LOCK = sa.select(sa.func.pg_advisory_xact_lock(sa.bindparam("key", type_=sa.BigInteger)))


class Postgres:
    """A Server for several processes."""

    sole_user = False

    def __init__(self, url: sa.URL) -> None:
        """Open nothing before it is used.

        Raises:
            StoreError: the driver is not installed.

        """
        # Brings the whole ORM, a twentieth of the time of a start that wants SQLite.
        from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415 - as above

        self.place = place_of(url)
        try:
            self._engine = create_async_engine(
                url,
                hide_parameters=True,
                pool_size=CONNECTIONS,
                max_overflow=0,
                pool_timeout=WAIT_SECONDS,
                connect_args={"timeout": 10, "command_timeout": WAIT_SECONDS},
            )
        except ModuleNotFoundError as error:
            raise StoreError("PostgreSQL needs asyncpg; see README, PostgreSQL") from error
        # What only reads needs no transaction: to begin and to end one are two more round trips.
        self._reader = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    async def read(self, act: Callable[[sa.Connection], Outcome]) -> Outcome:
        """See Server."""
        async with self._reader.connect() as connection:
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
