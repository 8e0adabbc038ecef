"""What else explains an entry, for moderators: ids as Discord shows them, all else as code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.moderation.casefile import end_of
from bot.domain.moderation.entry import OWN
from bot.domain.policy import CHANNELS
from bot.texts.say import say
from bot.views.clean import code
from bot.views.details_images import number_words
from bot.views.moderation.case_words import stamp
from bot.views.policy.rules import OFF, ON
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.domain.moderation.entry import Entry

ROOM, BYTES = 90, 270
"""Characters and bytes for all of it."""

LEAST = 12
"""Characters that are worth a piece of code."""

NONE = "–"

_SAID_ELSEWHERE = frozenset({OWN, "until", "role", "on_behalf_of", "locale"})


def details_words(entry: Entry, locale: str) -> str:
    """Return the details of an entry, shortened; empty where there are none to be told."""
    told, rest = list[str](), list[str]()
    for words, is_mention in _pieces(entry, locale):
        if is_mention and sum(map(len, told)) + len(words) <= ROOM:
            told.append(words)
        else:
            rest.append(words)
    left = ROOM - sum(len(words) + len(" · ") for words in told)
    if rest and left >= LEAST:
        told.append(code(", ".join(rest), Room(left, BYTES * left // ROOM)))
    return " · ".join(told)


def _pieces(entry: Entry, locale: str) -> Iterator[tuple[str, bool]]:
    """Yield each, and whether Discord is to read it."""
    details = entry.details
    if (end := end_of(entry)) is not None:
        yield f"→ {stamp(end, 'f')}", True
    if role := _id(details.get("role")):
        yield f"<@&{role}>", True
    if member := _id(details.get("on_behalf_of")):
        yield f"→ <@{member}>", True
    before, after = details.get("before"), details.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _changes(before, after, locale)
        return
    for name, value in details.items():
        if name not in _SAID_ELSEWHERE and isinstance(value, str | int | float):
            yield f"{name}: {_short(value, locale)}", False


def _changes(
    before: Mapping[str, object], after: Mapping[str, object], locale: str
) -> Iterator[tuple[str, bool]]:
    for name in [*after, *(name for name in before if name not in after)]:
        then, now = before.get(name), after.get(name)
        if name in CHANNELS:
            yield f"{name}: {_channel(then)} → {_channel(now)}", True
        else:
            yield f"{name}: {_short(then, locale)} → {_short(now, locale)}", False


def _channel(value: object) -> str:
    return f"<#{number}>" if (number := _id(value)) else NONE


def _id(value: object) -> int | None:
    """Return an id, whether it was kept as a number or as text."""
    said = str(value)
    return int(said) if said.isascii() and said.isdigit() else None


def _short(value: object, locale: str) -> str:
    match value:
        case bool():
            return say(ON if value else OFF, locale)
        case None | float():
            return str(number_words(value))
        case list():
            return " ".join(map(str, value)) or NONE
        case _:
            return str(value)
