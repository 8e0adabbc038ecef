"""One process on one SQLite file: a lock of the operating system, which dies with the process."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from bot.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path


@asynccontextmanager
async def alone_on(file: Path) -> AsyncGenerator[None]:
    """Hold ``<file>.lock``. The file stays: to remove it would let two hold two of that name.

    Raises:
        StoreError: another process holds it, or this one does already.
        OSError: there can be no such file.

    """
    # A file that merely exists would outlive a killed process: no lock is better than that one.
    lock = FileLock(
        f"{file}.lock", mode=0o600, blocking=False, thread_local=False, fallback_to_soft=False
    )
    try:
        try:
            await asyncio.to_thread(lock.acquire)
        except Timeout as error:
            raise StoreError(f"another process is using this database: {file}") from error
        yield
    finally:
        await asyncio.to_thread(lock.release)
