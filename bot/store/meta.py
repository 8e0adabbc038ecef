"""Small things to remember between starts, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.store.schema import meta

if TYPE_CHECKING:
    from bot.store.database import Database

_GET = sa.select(meta.c.value).where(meta.c.key == sa.bindparam("key", type_=sa.Text))
_PUT = sa.text(
    "INSERT INTO meta (key, value) VALUES (:key, :value)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


class MetaStore:
    """Texts by name, such as the hash of the commands that Discord knows."""

    def __init__(self, database: Database) -> None:
        """Use ``database``, which somebody else opens and closes."""
        self._database = database

    async def get(self, key: str) -> str | None:
        """Return what was put there last, or None."""
        value: str | None = await self._database.read(
            lambda connection: connection.scalar(_GET, {"key": key})
        )
        return value

    async def put(self, key: str, value: str) -> None:
        """Remember ``value`` in the place of what was there."""
        await self._database.transact(
            lambda connection: connection.execute(_PUT, {"key": key, "value": value}).rowcount
        )
