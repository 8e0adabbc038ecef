"""Starts Python processes that find the bot's modules and are told nothing of our environment.

And ends them.
"""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio.subprocess import Process

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

PASSED_ON = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "SYSTEMROOT",
    "TMPDIR",
)
"""All of our environment that a child gets: our secrets are in the rest."""

CHUNK = 1 << 16


async def started(*arguments: str, also: tuple[str, ...] = ()) -> Process:
    """Start Python, which is spoken to through its standard input and output.

    Args:
        arguments: Of Python, such as ``-m`` and a module of ours.
        also: What of the environment it is told beside what all are.

    """
    root = str(Path(__file__).parents[2])
    known = {name: os.environ[name] for name in (*PASSED_ON, *also) if name in os.environ}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # no module is taken from wherever the bot was started
        *arguments,
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env=known | ONE_THREAD | {"PYTHONPATH": root},
    )


async def end(process: Process) -> None:
    """Kill a process, and wait until it is gone; nobody else may be reading what it says.

    asyncio waits for the end of what it says, too, which it does not read while too much is unread:
    https://github.com/python/cpython/issues/119710
    """
    with suppress(ProcessLookupError):
        process.kill()
    with suppress(OSError):
        while process.stdout is not None and await process.stdout.read(CHUNK):
            pass
    await process.wait()
