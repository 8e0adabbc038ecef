"""Which codes the sources say, found by reading them."""

from __future__ import annotations

import ast
from pathlib import Path

import bot
import cogs

MAKERS = frozenset({"text", "Text"})
"""What makes a sentence of a code, its first argument."""

ROOTS = [Path(bot.__file__).parent, Path(cogs.__file__).parent]
FOREIGN = {"playground", "demo"}


def said() -> dict[str, str]:
    """Return every code that a source says, with the file and line where it stands."""
    found: dict[str, str] = {}
    for path in (path for root in ROOTS for path in root.rglob("*.py")):
        if FOREIGN.isdisjoint(path.parts):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(call, ast.Call) and _name(call.func) in MAKERS:
                    found[_code(call, path)] = f"{path}:{call.lineno}"
    return found


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else ""


def _code(call: ast.Call, path: Path) -> str:
    first = call.args[0]
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    if path.name == "text.py":
        return "list.comma"  # the constructor itself, which hands on what it was given
    raise AssertionError(f"{path}:{call.lineno}: the code is no literal")
