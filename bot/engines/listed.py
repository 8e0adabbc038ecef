"""A model as an engine lists it, which may hold anything, as one that can be shown. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.domain.models import Model
from bot.prompt.clean import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.models import ModelKind

LONGEST_NAME = 300
"""Characters; a name cannot be cut short, so that a longer one is no model."""

LONGEST_LABEL = 200
LONGEST_BASE = 40
LONGEST_TRIGGER = 100
MOST_TRIGGERS = 10
LONGEST_ADDRESS = 500

_READ = 1000
"""Characters of words that are cleaned at all."""


def listed_model(  # noqa: PLR0913 - each is told by some engine
    kind: ModelKind,
    name: str,
    *,
    title: str = "",
    base_model: str = "",
    is_sdxl: bool | None = None,
    workers: int | None = None,
    is_adult: bool | None = None,
    cover: str = "",
    triggers: Iterable[object] = (),
) -> Model | None:
    """Return a model, or None where its name is none that could be written and sent.

    Args:
        kind: What it is.
        name: By which it is asked for, as the engine spells it.
        title: What its author calls it.
        base_model: What it was made from.
        is_sdxl: Whether its native size is 1024x1024, where that is known.
        workers: How many serve it, where that is told.
        is_adult: Whether it is marked as for adults, where that is told.
        cover: The address of a picture; any that is not public is left out.
        triggers: Words that call it up.

    """
    if not _can_be_written(name):
        return None
    return Model(
        kind=kind,
        name=name,
        label=_label(name, title),
        base_model=_words(base_model, LONGEST_BASE),
        is_sdxl=is_sdxl,
        is_served=workers is None or workers > 0,
        workers=workers,
        is_adult=is_adult,
        cover=_address(cover),
        triggers=_triggers(triggers),
    )


def _can_be_written(name: str) -> bool:
    return 0 < len(name) <= LONGEST_NAME and name.isprintable() and tidy(name) == name.strip()


def _label(name: str, title: str) -> str:
    shown = _words(title, LONGEST_LABEL - len(name) - 3)
    return f"{name} · {shown}" if shown and shown not in name else name


def _words(said: str, most: int) -> str:
    """Return words on one line, without what cannot be seen, and no more than fit."""
    return " ".join(tidy(said[:_READ]).split())[: max(0, most)].strip()


def _triggers(said: Iterable[object]) -> tuple[str, ...]:
    words = (_words(it, LONGEST_TRIGGER) for it in said if isinstance(it, str))
    return tuple(dict.fromkeys(filter(None, words)))[:MOST_TRIGGERS]


def _address(said: str) -> str:
    if len(said) > LONGEST_ADDRESS or not (said.isascii() and said.isprintable()) or " " in said:
        return ""
    try:
        parts = urlsplit(said)
        is_public = parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        return ""
    return said if is_public else ""
