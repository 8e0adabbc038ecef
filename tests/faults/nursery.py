"""Processes of ``darkroom`` that begin with everything imported: forked, not started anew.

To import the bot takes longer than most of what is tested of it. The nursery, a process beside the
tests, does it once, when it is first asked. What it forks for an order reads its environment, its
folder and its command as a process of its own would, runs ``python -m bot`` to the end, and can be
killed like any other. ``serve`` is the nursery's side; the rest is the tests'.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import json
import os
import runpy
import select
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

ROOT = Path(__file__).parents[2]
SOCKET = "nursery"
COMMANDS = ("bot.cli", "bot.config.settings", "bot.app", "bot.check", "bot.export", "bot.demo")
"""What ``darkroom`` imports for one command or another."""
IMAGES = ("PIL.GifImagePlugin", "PIL.JpegImagePlugin", "PIL.PngImagePlugin")
POSTGRES = ("asyncpg", "sqlalchemy.dialects.postgresql.asyncpg", "sqlalchemy.ext.asyncio")
LATER = (*IMAGES, *POSTGRES, "alembic.command", "encodings.idna", "uvloop")
"""What it imports when it is first needed, as it is in most of the tests."""
LATEST = 2.0
"""Seconds, as in tests/wire: how long a bot looks whether an edit that was given up lands."""
LATE = 1.0
"""Seconds, instead of half a minute: how late AI Horde lists a task. Half of it is a pause."""


@dataclass(frozen=True, slots=True)
class Order:
    """A process to be: its arguments, its environment, its bound, and where its output goes.

    ``largest_file`` is in bytes: beyond it every write fails, as on a disk that is full.
    """

    command: str
    folder: str
    environment: Mapping[str, str]
    out: str
    err: str
    largest_file: int = 0

    def outputs(self) -> tuple[int, int]:
        """Open what it writes to: its standard output and its standard error."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        return os.open(self.out, flags), os.open(self.err, flags)


class Forked:
    """A process of the nursery, as ``asyncio.subprocess.Process`` would show it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Begin to listen to the keeper of a process; ``born`` must be awaited first."""
        self._reader, self._writer = reader, writer
        self._pid = 0
        self._ending: asyncio.Task[int] | None = None

    @property
    def returncode(self) -> int | None:
        """How it ended, below 0 by a signal; None while nobody has heard of it."""
        ending = self._ending
        return ending.result() if ending is not None and ending.done() else None

    async def born(self) -> None:
        """Wait until there is a process."""
        self._pid = int(await self._reader.readline())
        self._ending = asyncio.create_task(self._ended())

    async def wait(self) -> int:
        """Wait for the end."""
        assert self._ending is not None
        return await asyncio.shield(self._ending)

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal, unless the process has ended."""
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._pid, number)

    async def _ended(self) -> int:
        code = int(await self._reader.readline())
        self._writer.close()
        return code


async def forked(nursery: Path, order: Order) -> Forked:
    """Let the nursery fork a process."""
    reader, writer = await asyncio.open_unix_connection(nursery)
    writer.write(json.dumps(asdict(order)).encode() + b"\n")
    process = Forked(reader, writer)
    await process.born()
    return process


@contextmanager
def running() -> Generator[Path]:
    """Run a nursery; lend its socket."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / SOCKET
        command = [sys.executable, "-m", "tests.faults.nursery", str(place)]
        with subprocess.Popen(  # noqa: S603 - our own words
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            yield place


def serve(place: str) -> Order | None:
    """Fork a keeper for each order until the tests are gone; in what a keeper forks, return it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(place)
        listener.listen()
        print("ready", flush=True)  # noqa: T201 - to the tests
        while listener in select.select([listener, sys.stdin], [], [])[0]:
            asker, _ = listener.accept()
            prepare()
            with asker:
                if os.fork() == 0:
                    return keep(asker)
            reap()
    reap()
    return None


def reap() -> None:
    """Let what keepers took, and what they kept, count as taken by the nursery."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def keep(asker: socket.socket) -> Order:
    """Fork what is asked for, tell of its birth and its end, and end; in the fork, return."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with asker.makefile() as orders:
        said = orders.readline()
    pid = os.fork()
    if pid == 0:
        return Order(**json.loads(said))
    asker.sendall(b"%d\n" % pid)
    _, status = os.waitpid(pid, 0)
    asker.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
    os._exit(0)


def become(order: Order) -> None:
    """Make this process what a new one would be."""
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment)
    for number, opened in enumerate([os.open(os.devnull, os.O_RDONLY), *order.outputs()]):
        os.dup2(opened, number)
        os.close(opened)
    if order.largest_file:
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_FSIZE, (order.largest_file, order.largest_file))
    sys.argv = ["darkroom", *shlex.split(order.command)]
    assert isinstance(sys.stdout, TextIOWrapper)
    sys.stdout.reconfigure(write_through=bool(order.environment.get("PYTHONUNBUFFERED")))


@cache
def prepare() -> None:
    """Import what a bot imports."""
    from bot.delivery import landings  # noqa: PLC0415 - what a fork need not do
    from bot.engines.horde import finding  # noqa: PLC0415 - as above
    from cogs import EXTENSIONS  # noqa: PLC0415 - as above

    for name in (*COMMANDS, *EXTENSIONS):
        import_module(name)
    for name in LATER:
        with suppress(ImportError):  # not everything is there on every platform
            import_module(name)
    landings.LATEST, finding.LATE, finding.PAUSE = LATEST, LATE, LATE / 2
    gc.freeze()  # a walk of the collector would copy what forks share


def live() -> None:
    """Run the bot, and end as an interpreter does, but for the last of it.

    After its threads, and whatever asked to be called, it would take all modules apart. They are
    shared with the nursery, and would be copied for that, which takes longer than a short command.
    """
    code = 1

    def leave() -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)

    atexit.register(leave)  # the first to be registered is the last to be called
    try:
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        raise
    code = 0


def main() -> None:
    """Serve, and be what is asked for."""
    if order := serve(sys.argv[1]):
        become(order)
        live()


if __name__ == "__main__":
    main()
