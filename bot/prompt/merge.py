"""Which of two sources wins where both say something. Pure."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

from bot.domain.request import MAX_EXTRAS
from bot.errors import InvalidOptionError
from bot.prompt.match import stem
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.prompt.options import Options

T = TypeVar("T")


def merge(slash: Options, inline: Options) -> Options:
    """Return both together: a slash option wins, LoRAs and embeddings add up.

    The slash aspect wins over an inline size too, since both say the same thing. Of
    duplicates, which differ at most in extension and case, the first stays.

    Raises:
        InvalidOptionError: too many LoRAs or embeddings, duplicates counted.

    """
    if slash.aspect is not None and slash.width is None and slash.height is None:
        inline = replace(inline, width=None, height=None)
    loras = (*slash.loras, *inline.loras)
    embeddings = (*slash.embeddings, *inline.embeddings)
    _check_count("loras", len(loras))
    _check_count("embeddings", len(embeddings))
    named = {field.name: getattr(slash, field.name) for field in fields(slash)}
    said = {name: value for name, value in named.items() if value is not None}
    said["loras"] = _unique((lora.name, lora) for lora in loras)
    said["embeddings"] = _unique((name, name) for name in embeddings)
    return replace(inline, **said)


def _unique(named: Iterable[tuple[str, T]]) -> tuple[T, ...]:
    firsts: dict[str, T] = {}
    for name, entry in named:
        firsts.setdefault(stem(name), entry)
    return tuple(firsts.values())


def _check_count(option: str, count: int) -> None:
    if count > MAX_EXTRAS:
        rule = text("option.entries_together", most=MAX_EXTRAS)
        raise InvalidOptionError(option, count, rule)
