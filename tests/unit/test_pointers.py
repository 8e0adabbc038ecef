"""What the program says points only at what is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.unit.registered import registered

ROOT = Path(__file__).parents[2]
SOURCES = [*(ROOT / "cogs").rglob("*.py"), *(ROOT / "bot").rglob("*.py")]
ROUTES = {"healthz", "metrics", "webhooks"}
"""Of the bot's HTTP server; the stand-ins have their own."""

POINTER = re.compile(r"(?<![^\s`(])/([a-z][a-z-]+)")


def sentences(source: Path) -> list[str]:
    strings = [
        node.value
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return [string for string in strings if " " in string]


def test_every_command_that_a_sentence_names_is_registered() -> None:
    ours = [source for source in SOURCES if "playground" not in source.parts]
    named = {
        name for source in ours for text in sentences(source) for name in POINTER.findall(text)
    }
    assert {"imagine", "policy"} <= named
    assert named - ROUTES <= registered()
