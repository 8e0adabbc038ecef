"""Opening the database: alone if need be, with its tables up to date."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from bot.store import address
from bot.store.alone import alone_on
from bot.store.database import connect
from bot.store.failures import translated
from bot.store.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    import sqlalchemy as sa

    from bot.store.database import Database


@asynccontextmanager
async def open_database(url: str, *, exclusive: bool = False) -> AsyncGenerator[Database]:
    """Open a database, bring its tables up to date, and close it in the end.

    Args:
        url: ``sqlite+aiosqlite:///file`` (relative to the working directory; the file and its
            folder are made) or ``postgresql+asyncpg://...``.
        exclusive: Whether nobody else may open a SQLite file so until this one is closed.

    Raises:
        StoreError: it cannot be opened, a newer Darkroom made it, or another process uses it.

    """
    async with AsyncExitStack() as stack:
        if exclusive:
            await _enter_alone(stack, address.parse(url))
        database = await connect(url)
        stack.push_async_callback(database.close)
        database.is_new = await migrate(database)
        yield database


async def _enter_alone(stack: AsyncExitStack, url: sa.URL) -> None:
    if address.is_file(url):
        with translated():
            file = await asyncio.to_thread(address.file_of, url)
            await asyncio.to_thread(file.parent.mkdir, parents=True, exist_ok=True)
            await stack.enter_async_context(alone_on(file))
