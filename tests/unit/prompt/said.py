"""What a prompt said, in a form that tests can compare."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from bot.prompt.options import Options
from bot.prompt.parse import parse

if TYPE_CHECKING:
    from bot.prompt.options import Parsed


def said(text: str) -> dict[str, object]:
    """Return the options that ``text`` says, by name, leaving out what is unsaid."""
    return told(taken(text).options)


def told(options: Options) -> dict[str, object]:
    """Return what ``options`` say, by name."""
    named = {field.name: getattr(options, field.name) for field in fields(Options)}
    return {name: value for name, value in named.items() if value not in (None, ())}


def taken(text: str) -> Parsed:
    """Parse a text; its first obstacle is raised."""
    parsed = parse(text)
    for obstacle in parsed.obstacles:
        raise obstacle
    return parsed
