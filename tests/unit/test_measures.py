"""How large things may become before they are more than one idea."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from statistics import mean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "cogs")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))

LONGEST_FILE, HALF_THE_FILES, LONGEST_FUNCTION = 250, 110, 40
MEAN_COMPLEXITY = 2.3
"""As ruff counts it: one for a function, and one for each branch, loop, handler and case in it."""


def length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_a_file_is_no_longer_than_one_idea() -> None:
    long = {str(path): length(path) for path in SOURCES if length(path) > LONGEST_FILE}
    assert long == {}


def test_half_of_the_files_are_short() -> None:
    assert median(map(length, SOURCES)) <= HALF_THE_FILES


def functions(body: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Find all functions in statements; to walk expressions too would take four times as long."""
    for node in ast.iter_child_nodes(body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        if isinstance(node, ast.stmt):
            yield from functions(node)


def test_a_function_fits_on_a_screen() -> None:
    lines = {
        f"{path}:{function.lineno}": (function.end_lineno or 0) - function.lineno + 1
        for path in SOURCES
        for function in functions(ast.parse(path.read_text("utf-8")))
    }
    assert len(lines) > len(SOURCES)
    assert {where: amount for where, amount in lines.items() if amount > LONGEST_FUNCTION} == {}


def test_functions_are_simple_on_average() -> None:
    asked = "check --isolated --ignore-noqa --exit-zero --select=C901 --output-format=json"
    words = [sys.executable, "-m", "ruff", *asked.split(), "--config=lint.mccabe.max-complexity=0"]
    told = subprocess.run([*words, *ROOMS], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    found = [re.search(r"\((\d+) > 0\)", it["message"]) for it in json.loads(told.stdout)]
    assert len(found) > len(SOURCES)
    assert mean(int(it[1]) for it in found if it) <= MEAN_COMPLEXITY
