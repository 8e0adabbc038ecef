"""What ``/tier`` says: what each role was given, and what a command changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.tier import NAMES
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.texts.typed import typed
from bot.views.policy.rules import NO_LIMIT, OFF, ON
from bot.views.undo import change_view, undone_notes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from discord import ui

    from bot.domain.ids import RoleId
    from bot.domain.ports import TierChange
    from bot.domain.tier import Limits, Value
    from bot.texts.text import Text

FILE_NAME = "tiers.txt"

ROOM = 1500
"""Characters of all roles in a message; longer ones are in a file."""

BRIEF = 5
"""Globs that are told in a line."""

HEADING, BEST = text("tier.heading"), text("tier.best")
NOTHING, UNCHANGED = text("tier.nothing"), text("tier.unchanged")
AS_PLACED = text("tier.as_placed")
IN_FILE = text("policy.models.in_file")


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and the file that it takes where it is long."""

    words: str
    file: str = ""


def mention(role: int) -> str:
    """Return what shows a role's name; nobody is notified by it."""
    return f"<@&{role}>"


def tier_view(
    role: int, change: TierChange, locale: str = ENGLISH, *, stays: Sequence[str] | None = None
) -> ui.LayoutView:
    """Say what became of each limit of a role.

    Args:
        role: Whose limits.
        change: As they were, and are.
        locale: Of the moderator.
        stays: The limits that were not taken back, where something was.

    """
    told: list[str | Text] = [text("tier.of", role=mention(role)), *_changes(change, locale)]
    if stays is not None:
        notes = [text("policy.undo.stays", rule=name) for name in stays]
        told += undone_notes(is_changed=bool(change.entry), stays=notes)
    elif not change.entry:
        told.append(UNCHANGED)
    return change_view([*told, f"-# {say(BEST, locale)}"], change.entry, locale)


def _changes(change: TierChange, locale: str) -> Iterator[str]:
    for name in NAMES:
        if change.before.get(name, AS_PLACED) != change.after.get(name, AS_PLACED):
            was, now = (_was(name, limits, locale) for limits in (change.before, change.after))
            yield f"{name}: {was} → **{now}**"


def told_tiers(
    tiers: Mapping[RoleId, Limits], existing: Collection[int], locale: str = ENGLISH
) -> Told:
    """Say what every role was given.

    Args:
        tiers: The limits of each role.
        existing: All roles of the server.
        locale: Of the member who asks.

    """
    if not tiers:
        return Told(say(NOTHING, locale))
    lines = [
        f"{_called(role, existing, locale)}: {', '.join(_limits(limits, locale))}"
        for role, limits in tiers.items()
    ]
    head, end = say(HEADING, locale), f"-# {say(BEST, locale)}"
    if sum(map(len, lines)) <= ROOM:
        return Told("\n".join([head, *lines, end]))
    roles = " ".join(_called(role, existing, locale) for role in tiers)
    file = "\n".join(lines).replace("**", "").replace("`", "")
    return Told("\n".join([head, roles, say(IN_FILE, locale), end]), file)


def _called(role: int, existing: Collection[int], locale: str) -> str:
    if role in existing:
        return mention(role)
    return say(text("tier.gone", role=str(role)), locale)


def _limits(limits: Limits, locale: str) -> Iterator[str]:
    for name in NAMES:
        if name in limits:
            yield f"{name} **{_said(_value(limits[name]), locale)}**"


def _was(name: str, limits: Limits, locale: str) -> str:
    return _said(_value(limits[name]) if name in limits else AS_PLACED, locale)


def _value(value: Value) -> str | Text:
    match value:
        case None:
            return NO_LIMIT
        case bool():
            return ON if value else OFF
        case tuple():
            first = " ".join(str(typed(glob)) for glob in value[:BRIEF])
            more = len(value) - BRIEF
            return text("policy.models.more", globs=first, count=more) if more > 0 else first
        case _:
            return str(value)


def _said(words: str | Text, locale: str) -> str:
    return words if isinstance(words, str) else say(words, locale)
