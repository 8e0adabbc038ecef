"""Which of two sources wins where both say something. Pure."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from bot.domain.kinds import Names, Strengths
from bot.domain.options import OPTIONS
from bot.errors import InvalidOptionError
from bot.prompt.match import stem
from bot.prompt.options import Options
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.domain.request import Lora

_NAMES = [field.name for field in fields(Options)]

_MOST = {row.name: row.kind.most for row in OPTIONS if isinstance(row.kind, (Names, Strengths))}
"""How many entries the options take that add up, by name."""


def merge(slash: Options, inline: Options) -> Options:
    """Return both together: a slash option wins, LoRAs and embeddings add up.

    The slash aspect wins over an inline size too, since both say the same thing. Entries go in
    the order of the text, those of the option last. Of duplicates, which differ at most in
    extension and case, the first place counts, and what the option says of it.
    """
    if slash.aspect is not None and slash.sides is None:
        inline = replace(inline, width=None, height=None)
    named = ((name, getattr(slash, name)) for name in _NAMES)
    said = {name: value for name, value in named if value is not None}
    for name in _MOST:
        said[name] = _unique(getattr(inline, name), getattr(slash, name))
    return replace(inline, **said)


def too_many(slash: Options, inline: Options) -> Iterator[InvalidOptionError]:
    """Yield a refusal of each list that is too long, duplicates counted."""
    for name, most in _MOST.items():
        count = len(getattr(slash, name)) + len(getattr(inline, name))
        if count > most:
            yield InvalidOptionError(name, count, text("option.entries_together", most=most))


def _unique(inline: Iterable[str | Lora], slash: Iterable[str | Lora]) -> tuple[str | Lora, ...]:
    firsts: dict[str, str | Lora] = {}
    for entry in inline:
        firsts.setdefault(_stem(entry), entry)
    wins: dict[str, str | Lora] = {}
    for entry in slash:
        wins.setdefault(_stem(entry), entry)
    return tuple((firsts | wins).values())


def _stem(entry: str | Lora) -> str:
    return stem(entry if isinstance(entry, str) else entry.name)
