"""Which of two sources wins where both say something. Pure."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from bot.domain.kinds import Names, Strengths
from bot.domain.options import OPTIONS
from bot.errors import InvalidOptionError
from bot.prompt.match import stem
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.request import Lora
    from bot.prompt.options import Options


def merge(slash: Options, inline: Options) -> Options:
    """Return both together: a slash option wins, LoRAs and embeddings add up.

    The slash aspect wins over an inline size too, since both say the same thing. Of
    duplicates, which differ at most in extension and case, the first stays.

    Raises:
        InvalidOptionError: too many LoRAs or embeddings, duplicates counted.

    """
    if slash.aspect is not None and slash.width is None and slash.height is None:
        inline = replace(inline, width=None, height=None)
    named = {field.name: getattr(slash, field.name) for field in fields(slash)}
    said = {name: value for name, value in named.items() if value is not None}
    for row in OPTIONS:
        if isinstance(row.kind, (Names, Strengths)):
            entries = (*getattr(slash, row.name), *getattr(inline, row.name))
            _check_count(row.name, len(entries), row.kind.most)
            said[row.name] = _unique(entries)
    return replace(inline, **said)


def _unique(entries: Iterable[str | Lora]) -> tuple[str | Lora, ...]:
    firsts: dict[str, str | Lora] = {}
    for entry in entries:
        firsts.setdefault(stem(entry if isinstance(entry, str) else entry.name), entry)
    return tuple(firsts.values())


def _check_count(option: str, count: int, most: int) -> None:
    if count > most:
        rule = text("option.entries_together", most=most)
        raise InvalidOptionError(option, count, rule)
