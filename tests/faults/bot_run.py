"""``darkroom`` as its own process, in a folder of its own, with nothing of our environment."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import sys
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.faults.nursery import Order, forked

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping
    from pathlib import Path

    from tests.faults.nursery import Forked

KEPT = ("PATH", "HOME", "TMPDIR", "LANG", "SYSTEMROOT")
"""What any program may need; no setting of ours is among it."""

LONGEST = 120.0
"""Seconds after which a process that should have ended is taken for stuck."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended, and what it said."""

    code: int
    seconds: float
    out: str
    err: str


class BotRun:
    """A running ``darkroom``."""

    def __init__(self, process: asyncio.subprocess.Process | Forked, out: Path, err: Path) -> None:
        self._process = process
        self._out, self._err = out, err
        self._started = time.monotonic()

    @property
    def running(self) -> bool:
        """Whether nobody has seen it end."""
        return self._process.returncode is None

    def told(self) -> str:
        """Return its standard output so far."""
        return self._out.read_text()

    def said(self) -> str:
        """Return its standard error so far."""
        return self._err.read_text()

    async def send(self, number: signal.Signals) -> Ended:
        """Send a signal and wait for the end; ``seconds`` count from the signal."""
        self._started = time.monotonic()
        self._process.send_signal(number)
        return await self.ended()

    async def ended(self) -> Ended:
        """Wait for the end; ``seconds`` count from the start, or the last signal."""
        async with asyncio.timeout(LONGEST):
            code = await self._process.wait()
        took = time.monotonic() - self._started
        return Ended(code, took, self._out.read_text(), self._err.read_text())


@asynccontextmanager
async def bot_run(
    command: str,
    folder: Path,
    settings: Mapping[str, str],
    *,
    largest_file: int = 0,
    nursery: Path | None = None,
) -> AsyncGenerator[BotRun]:
    """Start ``darkroom <command>`` in ``folder``; whatever is left of it in the end is killed.

    ``command`` may hold arguments, quoted as for a shell.
    ``largest_file`` is in bytes: beyond it every write fails, as on a disk that is full.
    From a ``nursery`` it comes with its imports done; a bound needs one.
    """
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    out, err = _outputs(folder)
    order = Order(command, str(folder), {**kept, **settings}, str(out), str(err), largest_file)
    process = await (forked(nursery, order) if nursery else _started(order))
    run = BotRun(process, out, err)
    try:
        yield run
    finally:
        if run.running:
            await run.send(signal.SIGKILL)


async def _started(order: Order) -> asyncio.subprocess.Process:
    assert not order.largest_file, "a compiled module that is cut would break whatever imports it"
    out, err = order.outputs()
    try:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *shlex.split(order.command)),
            cwd=order.folder,
            env=order.environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
    finally:
        os.close(out)
        os.close(err)


def _outputs(folder: Path) -> tuple[Path, Path]:
    """Return two files for what the next process says."""
    number = len(list(folder.glob("*.err")))
    out, err = folder / f"{number}.out", folder / f"{number}.err"
    out.touch()
    err.touch()  # a process is born before it opens them
    return out, err
