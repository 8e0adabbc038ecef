"""Every command that the guides name is tried, as far as that goes here."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

from tests.tables import each_row
from tests.unit.papers.reading import LANGUAGES, ROOT, commands, fences

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

AS_IT_IS = (
    r"cp config\.example\.env \.env",
    r"grep .*",
)
"""Run in a folder with the program and the example."""

DRY = (r"make .*",)
"""``make -n`` tells what would be run."""

HELP = (
    r"(\.venv/bin/)?darkroom \w+( .*)?",
    r"\.venv/bin/pre-commit install",
    r"\.venv/bin/python -m mutmut show NAME",
    r"\.venv/bin/python -m tests\.[\w.]+( .*)?",
)
"""``--help`` instead of values: the command is there and knows the options."""

NOT_HERE = {
    r"apt install [\w-]+": "needs root and the network",
    r"podman (build|run) .*": "needs Podman, an image and the network",
    r"\.venv/bin/python -m pip install '\.\[postgres\]'": "fetches packages",
}

EVERY = (*AS_IT_IS, *DRY, *HELP, *NOT_HERE)


def of(patterns: Iterable[str]) -> list[str]:
    return [it for it in commands() if any(re.fullmatch(pattern, it) for pattern in patterns)]


def run(words: list[str], cwd: Path) -> str:
    """Run a command as from a shell that was opened for it: ``make test`` hands its ARGS down."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    ended = subprocess.run(  # noqa: S603 - our own words
        words, cwd=cwd, env=kept, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@cache
def help_of(*words: str) -> str:
    """Return what a module says of its options; the guides name some commands more than once."""
    return run([sys.executable, "-m", *words, "--help"], ROOT)


def test_every_command_has_one_row_and_every_row_a_command() -> None:
    rows = {it: [row for row in EVERY if re.fullmatch(row, it)] for it in commands()}
    assert {it: found for it, found in rows.items() if len(found) != 1} == {}
    assert {found[0] for found in rows.values()} == set(EVERY)


def test_a_block_of_commands_says_that_it_is_one() -> None:
    assert {language for language, _ in fences()} <= LANGUAGES


@pytest.mark.parametrize("command", of(AS_IT_IS))
def test_a_command_does_what_it_says(command: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "config.example.env", tmp_path)
    for room in ("bot", "cogs"):
        (tmp_path / room).symlink_to(ROOT / room)
    run(["sh", "-c", command], tmp_path)


@each_row("command", of(DRY))
def test_make_knows_the_target_and_hands_on_what_it_is_given(command: str) -> None:
    _, *words = shlex.split(command)
    told = run(["make", "-n", *words], ROOT)
    assert told
    for word in words:
        assert word.partition("ARGS=")[2] in told


@each_row("command", of(HELP))
def test_a_command_is_there_and_knows_the_options(command: str) -> None:
    program, *words = shlex.split(command)
    name = program.removeprefix(".venv/bin/")
    if name == "python":
        _, module, *words = words
    else:
        (script,) = entry_points(group="console_scripts", name=name)
        module = script.module
    asked = [word for word in words if re.fullmatch(r"[a-z][a-z-]*", word)]
    told = help_of(module, *asked)
    assert [word for word in words if word[0] == "-" and word not in told] == []
