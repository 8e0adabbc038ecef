"""The wheel of this checkout, installed where nothing else is: what people get and what it does."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from bot import __version__
from bot.cli import LEFT_OUT, NO_DEMO
from bot.store.migrate import HEAD
from bot.store.schema import metadata
from bot.texts.languages import LANGUAGES
from tests.made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "cogs")
MIGRATION = """
import asyncio
from bot.store.opening import open_database

async def main():
    async with open_database("sqlite+aiosqlite:///new.db") as database:
        print(database.is_new)

asyncio.run(main())
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel once for all workers, and return the folder with it and what it installs."""
    return made_once(tmp_path_factory, "wheel", build)


def build(folder: Path) -> None:
    python(["-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    (wheel,) = folder.glob("*.whl")
    install = "-m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-compile"
    python([*install.split(), "--target", str(folder / "installed"), str(wheel)], folder)


@pytest.fixture
def installed(built: Path) -> Path:
    return built / "installed"


def python(words: Sequence[str], cwd: Path, *, path: Path | None = None, code: int = 0) -> str:
    """Run Python with the packages in ``path`` before all others; return what it says."""
    clean = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    env = clean | ({"PYTHONPATH": str(path)} if path else {})
    ended = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, *words], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert ended.returncode == code, ended.stderr
    return ended.stderr if code else ended.stdout


def darkroom(installed: Path, cwd: Path, *words: str, code: int = 0) -> str:
    script = str(installed / "bin" / "darkroom")
    return python([script, *words], cwd, path=installed, code=code)


def test_the_wheel_holds_all_of_the_program_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    files = {path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()}
    assert held == {
        path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts
    }
    catalogues = {name for name in held if name.endswith("/darkroom.mo")}
    assert len(catalogues) == len(LANGUAGES)
    assert any(name.startswith(f"bot/store/migrations/versions/{HEAD}") for name in held)
    assert {"bot/py.typed", "bot/playground/page/static/index.html"} <= held


def test_the_wheel_says_whose_licences_it_is_under(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with ZipFile(wheel) as archive:
        named = {name for name in archive.namelist() if ".dist-info/" in name}
        (described,) = (name for name in named if name.endswith("/METADATA"))
        told = archive.read(described).decode()
    assert "License-Expression: MIT AND Unicode-3.0\n" in told
    licences = {name.rpartition("/")[2] for name in named if "/licenses/" in name}
    assert licences == {path.name for path in ROOT.glob("LICENSE*")}


def test_the_command_is_there(installed: Path, tmp_path: Path) -> None:
    told = darkroom(installed, tmp_path, "--help")
    assert set(re.findall(r"^    (\w+)  ", told, re.MULTILINE)) == {
        "run",
        "check",
        "export",
        "demo",
    }
    assert darkroom(installed, tmp_path, "--version") == f"{__version__}\n"


def test_the_demo_is_there(installed: Path, tmp_path: Path) -> None:
    assert "--tour" in darkroom(installed, tmp_path, "demo", "--help")


def test_an_empty_database_gets_its_tables(installed: Path, tmp_path: Path) -> None:
    assert python(["-c", MIGRATION], tmp_path, path=installed) == "True\n"
    with sqlite3.connect(tmp_path / "new.db") as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_schema")}
    database.close()
    assert set(metadata.tables) <= tables


def without(installed: Path, folder: Path, *left_out: str) -> Path:
    """Make a place like what is installed, but for some folders, as the container has it."""
    lean = folder / "installed"
    (lean / "bot").mkdir(parents=True)
    for path in [*installed.iterdir(), *(installed / "bot").iterdir()]:
        if path.name not in {"bot", *left_out}:
            (lean / path.relative_to(installed)).symlink_to(path)
    return lean


@pytest.mark.parametrize(
    "left_out", [["demo", "playground"], ["demo"], ["playground"]], ids=" and ".join
)
def test_a_demo_that_is_left_out_is_told_in_one_line(
    installed: Path, tmp_path: Path, left_out: list[str]
) -> None:
    lean = without(installed, tmp_path, *left_out)
    assert darkroom(lean, tmp_path, "demo", "--tour", code=1) == f"darkroom: {NO_DEMO}\n"


def test_the_rest_does_not_miss_the_demo(installed: Path, tmp_path: Path) -> None:
    lean = without(installed, tmp_path, "demo", "playground")
    everything = "import bot.app, bot.check, cogs.imagine, cogs.policy; print(bot.__file__)"
    told = python(["-c", everything], tmp_path, path=lean)
    assert told == f"{lean / 'bot' / '__init__.py'}\n"


def test_the_container_leaves_out_what_the_program_can_do_without() -> None:
    lines = (ROOT / "Containerfile").read_text("utf-8")
    (removed,) = re.findall(r"^RUN rm -r (.*)$", lines, re.MULTILINE)
    assert {folder.replace("/", ".") for folder in removed.split()} == LEFT_OUT
