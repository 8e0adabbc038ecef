"""Looks at a process from outside."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def told(pid: int, name: str) -> str:
    """Return what the kernel tells of a process; of one that is gone, nothing."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text("utf-8", "replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def state(pid: int) -> str:
    """Return its state in a letter: R, S, T and so on; Z is gone, and nobody has looked."""
    return told(pid, "stat").rpartition(")")[2].strip()[:1] or "Z"


def ticks(pid: int) -> int:
    """Return how much it has computed, in hundredths of a second."""
    fields = told(pid, "stat").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def peak(pid: int) -> int:
    """Return the most address space that it had, in bytes."""
    found = re.search(r"VmPeak:\s+(\d+) kB", told(pid, "status"))
    return int(found[1]) * 1024 if found else 0


async def until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110 # another process tells nobody
            await asyncio.sleep(0.02)
