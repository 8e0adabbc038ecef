"""What the guides name is there, and what is there they name."""

from __future__ import annotations

import argparse
import re
import tomllib

from bot.cli import _parser
from bot.config.settings import Settings
from tests.unit.papers.reading import ROOT, commands, spans, told

KEYS = {name.upper() for name in Settings.model_fields}
NO_KEYS = {
    "DARKROOM_CHROMIUM",
    "LC_MESSAGES",
    "MUTANT_UNDER_TEST",
    "YOUR_APPLICATION_ID",
    "_DECIMAL_COMMA",
    "_OF_LOCALE",
}
"""Of the tests, of gettext, of mutmut, for the reader to fill in, and two constants."""

MADE = {"../.venv/bin/python", ".env", "darkroom.db.lock", "tests/browser/failures"}
"""Files that come into being by use."""

ENDINGS = r"\.(?:css|env|html|js|lock|md|mo|po|py|toml|yml)"
PATH = re.compile(rf"(?=.*/|.*{ENDINGS}$)[\w.][\w./-]*")


def named_paths() -> set[str]:
    """Return the words of code that can only be a path in the repository."""
    words = {word.strip("\"',") for text in (*spans(), *commands()) for word in text.split()}
    bare = {re.sub(r"^[A-Z]+=[\"']?", "", word) for word in words}
    found = {it for it in bare if PATH.fullmatch(it) and not it.startswith(".venv/")}
    return {it.removesuffix("/") for it in found}


def paths() -> set[str]:
    """Return every file and folder of the repository, as from its root."""
    rooms = [ROOT / room for room in (".ci", ".github", "bot", "cogs", "docs", "tests")]
    found = [*ROOT.iterdir(), *(path for room in rooms for path in room.rglob("*"))]
    return {path.relative_to(ROOT).as_posix() for path in found}


def test_every_path_exists() -> None:
    """One that begins below a room, such as ``domain/job.py``, is looked for in all."""
    there = paths()
    rooms = {path for path in there if "/" not in path}
    ends = {path[at + 1 :] for path in there for at, letter in enumerate(path) if letter == "/"}
    known = there | {end for end in ends if end.partition("/")[0] not in rooms} | MADE
    known |= {path.removesuffix(".py") for path in known}
    assert named_paths() - known == set()


def test_every_room_is_on_the_map() -> None:
    """A folder has a row of its own, or is spoken of in the row of the folder around it."""
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([\w/]+)/` \| (.*) \|$", page, re.MULTILINE))
    rooms = {path.parent.relative_to(ROOT) for path in (ROOT / "bot").glob("*/**/__init__.py")}
    unknown = {
        it.as_posix()
        for it in rooms
        if it.as_posix() not in rows and f"`{it.name}" not in rows.get(it.parent.as_posix(), "")
    }
    assert {
        it for it in unknown if not it.startswith(("bot/playground/", "bot/store/migrations/"))
    } == set()


def test_every_key_is_one_of_the_settings() -> None:
    texts = told() + (ROOT / "Containerfile").read_text("utf-8")
    named = set(re.findall(r"\b_?[A-Z]+(?:_[A-Z]+)+\b", texts))
    assert named - KEYS == NO_KEYS


def test_every_target_of_make_is_named_and_no_other() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([a-z]+):(?! export)", makefile, re.MULTILINE)
    named = {target for it in commands() for target in re.findall(r"^make (\w+)", it)}
    assert named == set(targets)
    assert re.findall(r"^\.PHONY: (\w.*)", makefile, re.MULTILINE)[0].split() == targets


def darkrooms() -> dict[str, argparse.ArgumentParser]:
    (commands,) = (it for it in _parser()._actions if isinstance(it, argparse._SubParsersAction))
    return dict(commands.choices)


def test_every_command_of_darkroom_is_named_and_no_other() -> None:
    called = [re.match(r"(?:\.venv/bin/)?darkroom (\w+)", command) for command in commands()]
    assert {found[1] for found in called if found} == set(darkrooms())


def test_every_option_of_the_demo_is_named_and_no_other() -> None:
    section = (ROOT / "README.md").read_text("utf-8").split("## The demo's options\n")[1]
    named = set(re.findall(r"`(--[a-z]+)", section.split("\n## ")[0]))
    assert named == set(darkrooms()["demo"]._option_string_actions) - {"-h", "--help"}


def test_every_extra_that_can_be_asked_for_exists() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {extra for span in spans() for extra in re.findall(r"'\.\[(\w+)\]'", span)}
    assert named
    assert named <= set(project["optional-dependencies"])
