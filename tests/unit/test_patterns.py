"""Patterns that match the same on every Python that Darkroom runs on."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from re import Pattern
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for room in ("bot", "cogs") for path in (ROOT / room).rglob("*.py"))

_PARSER: Any = importlib.import_module("re._parser")
"""Python's own reading of a pattern, which has no types."""
_ONE_CHARACTER = {"LITERAL", "NOT_LITERAL", "ANY", "IN"}


def repeats(node: Any) -> Iterator[Any]:  # noqa: ANN401 - what the parser makes
    """Find what is repeated possessively anywhere in a pattern that was read."""
    if isinstance(node, tuple) and len(node) == 2 and str(node[0]) == "POSSESSIVE_REPEAT":
        yield node[1][2]
    if isinstance(node, tuple | list | _PARSER.SubPattern):
        for part in node:
            yield from repeats(part)


def is_the_same_everywhere(pattern: Pattern[Any]) -> bool:
    """Before Python 3.11.5 a possessive repeat is right of one character alone, as in ``[a-z]*+``.

    With a choice, a repeat or a look inside, it may end in the middle of what it repeats. An
    atomic group means the same, and is right: ``(?>(?:…)*)``.
    """
    read = _PARSER.parse(pattern.pattern, pattern.flags)
    return all(len(it) == 1 and str(it[0][0]) in _ONE_CHARACTER for it in repeats(read))


def patterns(value: object) -> Iterator[Pattern[Any]]:
    if isinstance(value, Pattern):
        yield value
    elif isinstance(value, dict):
        yield from patterns(list(value.values()))
    elif isinstance(value, tuple | list | set | frozenset):
        for part in value:
            yield from patterns(part)


def modules() -> Iterator[ModuleType]:
    """Import what compiles a pattern; all of the house would take three times as long."""
    for path in SOURCES:
        if "re.compile(" in path.read_text("utf-8"):
            yield importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def test_no_pattern_repeats_possessively_what_old_pythons_get_wrong() -> None:
    found = {
        (module.__name__, name, one.pattern): one
        for module in modules()
        for name, value in vars(module).items()
        for one in patterns(value)
    }
    assert len(found) > 200
    assert [where for where, one in found.items() if not is_the_same_everywhere(one)] == []


def test_what_counts_as_such_a_repeat() -> None:
    right = (r"[a-z]*+x", r"\d{1,3}+", r"(?>(?:a|b)*)", r"(?:ab)*")
    wrong = (
        r"(?:ab|c)*+",
        r"(?:[^,]*+,)?+",
        r"x(?=(?:ab?){2,3}+)",
        r"(?:(?!a).)++",
        r"(?:a|(b)?+)",
    )
    assert all(is_the_same_everywhere(re.compile(one)) for one in right)
    assert not any(is_the_same_everywhere(re.compile(one)) for one in wrong)
