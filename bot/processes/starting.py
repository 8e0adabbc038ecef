"""Starts Python processes that find the bot's modules and are told nothing of our environment."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
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
