"""A change of a server's filter: what became of each entry, and how it is taken back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.moderation.filters import FilterAction, FilterOutcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.domain.ids import PlaceId
    from bot.domain.moderation.filters import FilterEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChange:
    """What became of one entry; None is that it is not there."""

    place: PlaceId
    key: str
    phrase: str
    before: FilterAction | None
    after: FilterAction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChanged:
    """What became of a server's filter."""

    changes: Sequence[FilterChange] = ()
    """Of the entries that are not as they were."""
    outcomes: Sequence[FilterOutcome] = ()
    """Of each entry that was to be kept, in order."""
    stays: int = 0
    """Entries that were not taken back: somebody changed them since."""
    before: int = 0
    """Entries of the server then."""
    after: int = 0
    entry: int = 0
    """The number of the entry that tells of it; 0 where nothing changed."""


Known = dict["tuple[PlaceId, str]", FilterAction]
"""What entries do, by their place and key."""


def kept(
    entries: Iterable[FilterEntry], known: Known, most: int
) -> tuple[list[FilterChange], list[FilterOutcome]]:
    """Return what becomes of a filter, which is noted in ``known``, and of each entry."""
    before, outcomes = dict(known), list[FilterOutcome]()
    phrases: dict[tuple[PlaceId, str], str] = {}
    for it in entries:
        which = (it.place, it.key)
        there = known.get(which)
        if there is None and len(known) >= most:
            outcomes.append(FilterOutcome.FULL)
            continue
        known[which] = it.action
        phrases.setdefault(which, it.phrase)
        if there is None:
            outcomes.append(FilterOutcome.ADDED)
        else:
            is_same = there is it.action
            outcomes.append(FilterOutcome.SAME if is_same else FilterOutcome.CHANGED)
    changes = [
        FilterChange(
            place=place,
            key=key,
            phrase=phrase,
            before=before.get((place, key)),
            after=known[place, key],
        )
        for (place, key), phrase in phrases.items()
    ]
    return [it for it in changes if it.before is not it.after], outcomes


def taken_back(
    changes: Iterable[FilterChange], known: Mapping[tuple[PlaceId, str], FilterAction]
) -> tuple[list[FilterChange], int]:
    """Return what takes changes back, and how many entries stay.

    An entry goes back to what it was if it still is what the change made of it. One that is as it
    was before is neither.
    """
    back: list[FilterChange] = []
    stays = 0
    for it in changes:
        now = known.get((it.place, it.key))
        if now is it.before:
            continue
        if now is not it.after:
            stays += 1
            continue
        back.append(
            FilterChange(
                place=it.place, key=it.key, phrase=it.phrase, before=it.after, after=it.before
            )
        )
    return back, stays
