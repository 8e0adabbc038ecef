"""Workers of the tests that begin with every test imported: forked, not started anew.

To import the tests, and all that they import, takes seconds of a core, and many where nothing is
compiled yet. One process does it for all workers. ``serve`` is its side, ``forking`` the
controller's.
"""

from __future__ import annotations

import atexit
import gc
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

HERE = Path(__file__).parent
ROOT = HERE.parent
PIPES = 3
"""What a worker is given: its standard input, output and error."""


@contextmanager
def forking(asked: Sequence[str]) -> Generator[str | None]:
    """Lend what xdist starts in Python's place to get a fork; None if a test cannot be imported."""
    with TemporaryDirectory() as folder:
        place = Path(folder) / "workers"
        command = [sys.executable, "-m", "tests.workers", str(place), *asked]
        with subprocess.Popen(  # noqa: S603 - our own words
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            is_ready = process.stdout.readline() == b"ready\n"
            if not is_ready and process.wait():
                raise subprocess.CalledProcessError(process.returncode, command)
            stand_in = [sys.executable, "-IS", str(HERE / "adopted.py"), str(place)]
            yield shlex.join(stand_in) if is_ready else None


def serve(place: str) -> Sequence[int]:
    """Fork for whoever asks until the controller is gone; in a fork, return its pipes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a worker's end is the controller's to tell
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(place)
        listener.listen()
        print("ready", flush=True)  # noqa: T201 - to the controller
        while listener in select.select([listener, sys.stdin], [], [])[0]:
            asker, _ = listener.accept()
            _, pipes, _, _ = socket.recv_fds(asker, 16, PIPES)
            if os.fork() == 0:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                asker.detach()  # it closes when this process ends
                return pipes
            asker.close()
            for pipe in pipes:
                os.close(pipe)
    with suppress(ChildProcessError):
        while os.wait():  # what they took counts as taken by this process
            pass
    return ()


def become(pipes: Sequence[int]) -> None:
    """Make this process what execnet would have started."""
    for number, pipe in enumerate(pipes):
        os.dup2(pipe, number)
        os.close(pipe)
    # To take all modules apart in the end would copy them, since they are shared.
    atexit.register(os._exit, 0)
    sys.argv = ["-c"]
    sys.stdin = os.fdopen(0, closefd=False)
    exec(eval(sys.stdin.readline()), {"__name__": "__main__"})  # noqa: S307, S102 - as execnet does


def main() -> None:
    """Import the tests that are asked for as pytest does, and serve."""
    place, *asked = sys.argv[1:]
    options = ["--collect-only", "--numprocesses=0", "-p", "no:cacheprovider"]
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        ended = pytest.main([*options, *asked], plugins=[_Importing()])
    if ended != pytest.ExitCode.NO_TESTS_COLLECTED or threading.active_count() > 1:
        return  # the workers shall tell what is wrong themselves
    _warm_hypothesis()
    gc.unfreeze()
    gc.collect()
    gc.freeze()  # a walk of the collector would copy what forks share
    if pipes := serve(place):
        become(pipes)


class _Importing:
    """Has pytest import the files of tests, and look for nothing in them."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self) -> list[pytest.Item]:
        return []


def _warm_hypothesis() -> None:
    """Make its table of all characters, which takes seconds where none is kept."""
    from hypothesis import strategies  # noqa: PLC0415 - pytest wants to be the first

    strategies.text().validate()


if __name__ == "__main__":
    main()
