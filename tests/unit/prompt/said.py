"""What a prompt said, in a form that tests can compare."""

from __future__ import annotations

from dataclasses import fields

from bot.prompt.options import Options
from bot.prompt.parse import parse


def said(text: str) -> dict[str, object]:
    """Return the options that ``text`` says, by name, leaving out what is unsaid."""
    options = parse(text).options
    named = {field.name: getattr(options, field.name) for field in fields(Options)}
    return {name: value for name, value in named.items() if value not in (None, ())}
