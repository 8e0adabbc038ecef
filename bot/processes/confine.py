"""What a process does to itself so that nothing in it touches the bot."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

NICENESS = 5
"""Commands are answered first."""

_PR_SET_PDEATHSIG = 1


def confine(parent: int, memory: int) -> None:
    """Bound this process, and let it end with its parent.

    Args:
        parent: The parent's process id.
        memory: Bytes of address space.

    """
    if sys.platform == "win32":
        return
    # What stops the bot goes to its whole group, and the bot may still have images to judge.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _bound(memory)
    if sys.platform == "linux":
        _end_with_parent()
        with suppress(OSError):  # so that what runs out of memory is this process
            Path("/proc/self/oom_score_adj").write_text("800", "ascii")
    if os.getppid() != parent:
        sys.exit(1)


def expire_in(seconds: float) -> None:
    """Have the system end this process after so many seconds, whatever it does; 0 is never."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _bound(memory: int) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    os.nice(NICENESS)


def _end_with_parent() -> None:
    """Have the kernel kill this process with its parent, even one that is stopped or hangs."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
