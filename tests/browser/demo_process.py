"""``darkroom demo --serve`` as its users start it: as a process."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
START_SECONDS = 120.0
"""A busy machine is slow, not wrong; and where a demo does not start, all that share it fail."""
STOP_SECONDS = 20.0


@asynccontextmanager
async def serving_demo(folder: Path, *options: str, port: int = 0) -> AsyncIterator[str]:
    """Run the demo until the end of the block and give its page's address."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--serve", "--port", str(port), *options),
        cwd=folder,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    reading: asyncio.Task[bytes] | None = None
    try:
        async with asyncio.timeout(START_SECONDS):
            address = await _address(process.stdout)
        # Its words are read on, so that the pipe never fills up and stops it.
        reading = asyncio.create_task(process.stdout.read(), name="the demo's words")
        yield address
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(STOP_SECONDS):
            assert await process.wait() == 0, (await reading).decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        if reading is not None:
            await reading


async def _address(words: asyncio.StreamReader) -> str:
    told = ""
    while line := (await words.readline()).decode():
        told += line
        if found := ADDRESS.search(line):
            return found[0]
    msg = f"the demo named no address:\n{told}"
    raise AssertionError(msg)
