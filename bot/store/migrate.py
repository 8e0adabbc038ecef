"""Bring a database's tables up to date at start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from bot.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

    from bot.store.database import Database

_VERSION = sa.text("SELECT version_num FROM alembic_version")

HEAD = "0028"
"""The newest revision in ``migrations/versions``."""

LOCK = -1
"""Held by whoever migrates."""

SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(database: Database) -> bool:
    """Bring the tables up to date, at the cost of one look if they are; return if all are new.

    Raises:
        StoreError: a newer Darkroom made this database, or it cannot be used.

    """
    if await database.read(current) == HEAD:
        return False
    return await database.transact(_to_head, lock=LOCK)


def current(connection: sa.Connection) -> str | None:
    """Return the revision of the tables; None when there are none."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(_VERSION)
    return revision


def refuse_newer(revision: str | None) -> None:
    """Raise StoreError for tables of a newer Darkroom; revisions are numbers of four digits."""
    if revision is not None and revision > HEAD:
        raise StoreError(
            f"this database was made by a newer Darkroom (revision {revision}); update first"
        )


def config(connection: sa.Connection) -> Config:
    """Return what Alembic's commands need to run in this connection's transaction."""
    from alembic.config import Config  # noqa: PLC0415 # slow to import, seldom needed

    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def _to_head(connection: sa.Connection) -> bool:
    revision = current(connection)
    refuse_newer(revision)
    if revision != HEAD:
        from alembic import command  # noqa: PLC0415 # slow to import, seldom needed

        command.upgrade(config(connection), "head")
    return revision is None
