"""A change of what one place says: what was, what is, and how it is taken back. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from bot.domain.moderation.entry import Entry, EntryKind
from bot.domain.policy import CHOICES, LISTS, PolicyPatch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from bot.domain.ids import GuildId, PlaceId, UserId

_KNOWN = tuple(field.name for field in fields(PolicyPatch))


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChange:
    """What a place said before, and what it says since."""

    place: PlaceId
    before: PolicyPatch
    after: PolicyPatch
    entry: int = 0
    """The number of the entry that tells of it; 0 where nothing changed."""

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that say something else now, in the order of the policy."""
        return tuple(
            name for name in _KNOWN if getattr(self.before, name) != getattr(self.after, name)
        )


@dataclass(frozen=True, slots=True)
class Touched:
    """Who changed something, and when."""

    by: UserId | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What became of taking a change back."""

    change: PolicyChange
    """What was put back."""
    since: Mapping[str, Touched | None] = field(default_factory=dict)
    """Rules that somebody changed meanwhile, which stay: by whom, where an entry tells it."""


def told(
    change: PolicyChange, guild_id: GuildId, *, by: UserId, at: datetime, undoes: int | None = None
) -> Entry:
    """Return the entry that tells of a change: the rules that changed, as they were and are.

    Args:
        change: Of one place.
        guild_id: The server's.
        by: Who made it.
        at: When.
        undoes: The number of the entry whose change it takes back.

    """
    details: dict[str, object] = {
        when: {name: getattr(patch, name) for name in change.rules}
        for when, patch in (("before", change.before), ("after", change.after))
    }
    if undoes is not None:
        details["undoes"] = undoes
    return Entry(
        guild_id=guild_id,
        kind=EntryKind.POLICY_CHANGED,
        at=at,
        by=by,
        place=change.place,
        details=details,
    )


def said_of(told: Entry, when: str) -> dict[str, object]:
    """Return what an entry says of the rules it changed, ``before`` or ``after``; None: nothing."""
    said = told.details.get(when)
    return read(said) if isinstance(said, dict) else {}


def read(said: Mapping[str, Any]) -> dict[str, object]:
    """Return the rules of stored JSON, by name, without those of a newer version."""
    known: dict[str, object] = {name: value for name, value in said.items() if name in _KNOWN}
    for name, value in known.items():
        if value is not None and name in CHOICES:
            known[name] = CHOICES[name](str(value))
        elif isinstance(value, list) and name in LISTS:
            known[name] = tuple(value)
    return known


def taken_back(said: PolicyPatch, entry: Entry) -> tuple[PolicyPatch, tuple[str, ...]]:
    """Return what a place says once a change is taken back, and the rules that stay as they are.

    A rule goes back to what it was if it still is what the change made of it. One that is as it
    was before is neither.
    """
    before, after = said_of(entry, "before"), said_of(entry, "after")
    back = {name: value for name, value in before.items() if getattr(said, name) == after.get(name)}
    since = tuple(
        name for name, value in before.items() if name not in back and getattr(said, name) != value
    )
    return replace(said, **back), since  # type: ignore[arg-type] # as they were


def touched_by(rules: Iterable[str], newer: Iterable[Entry]) -> dict[str, Touched | None]:
    """Return who changed each rule last.

    Args:
        rules: By name.
        newer: Entries of the place, the newest first.

    """
    found: dict[str, Touched | None] = dict.fromkeys(rules)
    for entry in newer:
        for name in said_of(entry, "after").keys() & found.keys():
            found[name] = found[name] or Touched(entry.by, entry.at)
    return found
