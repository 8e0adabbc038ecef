"""Bring a database's tables up to date at start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.store.database import Database

_VERSION = sa.text("SELECT version_num FROM alembic_version")

HEAD = "0002"
"""The newest revision in ``migrations/versions``."""

LOCK = -1
"""Held by whoever migrates."""

SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> bool:
    """Bring the tables up to date, at the cost of one look if they are; return if all are new.

    Raises:
        StoreError: a newer Darkroom made this database, or it cannot be used.

    """
    async with database.read() as connection:
        if await current(connection) == HEAD:
            return False
    async with database.write(lock=LOCK) as connection:
        revision = await current(connection)
        refuse_newer(revision)
        if revision != HEAD:
            await connection.run_sync(_upgrade)
    return revision is None


async def current(connection: AsyncConnection) -> str | None:
    """Return the revision of the tables; None when there are none."""
    if not await connection.run_sync(lambda sync: sa.inspect(sync).has_table("alembic_version")):
        return None
    revision: str | None = await connection.scalar(_VERSION)
    return revision


def refuse_newer(revision: str | None) -> None:
    """Raise StoreError for tables of a newer Darkroom; revisions are numbers of four digits."""
    if revision is not None and revision > HEAD:
        raise StoreError(f"a newer Darkroom made this database (revision {revision}); update first")


def config(connection: sa.Connection) -> Config:
    """Return what Alembic's commands need to run in this connection's transaction."""
    from alembic.config import Config  # noqa: PLC0415 # slow to import, seldom needed

    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command  # noqa: PLC0415 # slow to import, seldom needed

    command.upgrade(config(connection), "head")
