"""When a status message may be edited: edits are a budget, spent on what changes. Pure.

A job of ten seconds has at most three status edits and the final one: after the first answer
they may come after 2, 5 and 9 s, then ever more rarely.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from bot.views.texts import LATE

if TYPE_CHECKING:
    from bot.views.status_words import StatusWords

FIRST_GAP = 2.0
"""Seconds between the first answer and an edit, at least; each edit adds ``GAP_GROWTH``."""

GAP_GROWTH = 1.0

LONGEST_GAP = 10.0

MINOR_GAP = 4.0
"""Seconds before an edit for progress, a place or an estimate alone."""

ESTIMATE_SLACK = 5
"""Seconds that an estimate may move without being worth an edit."""


class Change(Enum):
    """How much the words differ."""

    NONE = 0
    MINOR = 1
    MAJOR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What a job's message has cost so far. Times are seconds on any steady clock."""

    at: float
    """When the last edit was made, or the first answer given."""
    edits: int = 0
    says: StatusWords | None = None
    """None when it is not known, as after a restart."""

    def edited(self, at: float, says: StatusWords | None) -> Spent:
        """Return the budget after one more edit."""
        return replace(self, at=at, edits=self.edits + 1, says=says)


def change(old: StatusWords | None, new: StatusWords) -> Change:
    """Return how much a message that says ``old`` would change.

    One that says that it is late does not promise another time: the engine's own words are news,
    and our next guess is none.
    """
    if old is None or old.stage != new.stage:
        return Change.MAJOR
    is_told = old.engine_place or new.engine_place
    is_guess = old.delay == LATE and new.delay is None and not is_told
    if old.delay != new.delay and not is_guess:
        return Change.MAJOR
    if (old.place, old.tenths) != (new.place, new.tenths):
        return Change.MINOR
    return Change.MINOR if _moved(old.ready_at, new.ready_at) and not is_guess else Change.NONE


def due_at(spent: Spent, words: StatusWords) -> float | None:
    """Return when these words may be shown, or None when there is no need."""
    changed = change(spent.says, words)
    if changed is Change.NONE:
        return None
    gap = min(LONGEST_GAP, FIRST_GAP + GAP_GROWTH * spent.edits)
    if changed is Change.MINOR:
        gap = max(gap, MINOR_GAP)
    return spent.at + gap


def _moved(old: int | None, new: int | None) -> bool:
    if new is None:
        return False
    return old is None or abs(old - new) >= ESTIMATE_SLACK
