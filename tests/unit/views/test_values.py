"""Views make values: of discord.py they take components, and nothing that speaks to Discord."""

from __future__ import annotations

import ast
from pathlib import Path

VIEWS = Path(__file__).parents[3] / "bot" / "views"
VALUES = {
    "discord.ui",
    "discord.ButtonStyle",
    "discord.MediaGalleryItem",
    "discord.SelectOption",
    "discord.TextStyle",
}


def imported(source: Path) -> set[str]:
    """Return the modules and names that a file imports, dotted."""
    nodes = list(ast.walk(ast.parse(source.read_text("utf-8"))))
    modules = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return modules | {
        f"{node.module}.{name.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }


def test_views_take_only_components_of_discord() -> None:
    names = {name for source in VIEWS.glob("*.py") for name in imported(source)}
    taken = {name for name in names if name == "discord" or name.startswith("discord.")}
    assert taken == VALUES
