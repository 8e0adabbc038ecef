"""When to look at a task again. Pure.

A look costs a request, a late look costs the member time. With run times spread evenly
over a window, the fewest looks for a given delay are spaced by the square root of the
window that is left: rare at its start, when most tasks still run, dense at its end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

LOOKS = 10
"""How many looks a window is worth on average."""

UNLEARNED_LOOKS = 8.5
"""The same of the unlearned one, before which there is an early look."""

SHORTEST = 0.1
"""Seconds between two looks, at least."""

LONGEST = 10.0
"""Seconds between two looks, at most, once the window has begun."""


@dataclass(frozen=True, slots=True)
class Window:
    """Between which seconds after the submit a task is expected to end."""

    low: float
    high: float
    least: float = 0.0
    """Seconds that like tasks were seen running, as this one will then, if that is past ``low``:
    perhaps it is past ``high``."""

    @property
    def promised(self) -> float:
        """When a member may expect the end."""
        return max(self.high, self.least + (self.high - self.low) / 2)


UNLEARNED = Window(2.0, 6.0)
"""For two images of 1024x1024 at 20 steps the vendor's own example took 3.9 s."""

WORTH_WAITING = 0.05
"""Seconds by which a look is put off when others have learned meanwhile that it comes too soon."""

FOLLOWED = 1.0
"""Seconds after which who waits for the pioneers asks again how far they are, at most; a tenth of
what has passed is added, up to as much again."""

TRUSTED = 8
"""Run times that make a window of their own."""

EARLY_LOOK = 0.7
"""Seconds; one look before an unlearned window, since a small task may be much quicker."""


PIONEERS = 10
"""Like tasks that must be seen running before the others are taken to run as long."""


def window(ended: Collection[float], running: Collection[float] = ()) -> Window | None:
    """Return where run times of the same work lie, or None when nothing is known.

    A few say little, and the first to end are the shortest: until ``TRUSTED`` are known, the
    unlearned window stays part of it. Where ``PIONEERS`` have run for longer than its start, and
    none has ended before, nobody looks at the others any sooner; and where all of them were seen
    running early, nobody else looks early.

    Args:
        ended: Run times of like tasks, in any order, seconds.
        running: When like tasks were last seen running, in seconds after their submits.

    """
    found = _learned(sorted(ended)) if ended else None
    if len(running) < PIONEERS:
        return found
    known = found or UNLEARNED
    least = sorted(running)[-PIONEERS]
    least = min(least, _slack(min(ended))) if ended else least
    if least <= known.low:
        return known if least >= EARLY_LOOK else found
    return replace(known, least=least)


def _slack(seconds: float) -> float:
    """Return when to expect what may end a little sooner than a like task did."""
    return max(0.0, seconds * 0.97 - 0.05)


def _learned(ordered: list[float]) -> Window:
    cut = len(ordered) // 10
    low, high = ordered[cut], ordered[-1 - cut]
    low, high = _slack(low), high * 1.05 + 0.15
    if len(ordered) < TRUSTED:
        low, high = min(low, UNLEARNED.low), max(high, UNLEARNED.high)
    return Window(low, high)


def next_look(elapsed: float, learned: Window | None, remaining: float | None = None) -> float:
    """Return how many seconds to wait before looking again.

    Args:
        elapsed: Seconds since the submit.
        learned: Where like tasks ended, or None when nothing is known.
        remaining: The engine's own estimate in seconds, when it gives one.

    """
    if remaining is not None and remaining > 0:
        return _bounded(min(remaining * 0.7, max(1.0, elapsed / 2)))
    if learned is None and elapsed < EARLY_LOOK:
        return _bounded(EARLY_LOOK - elapsed)
    expected = learned or UNLEARNED
    start = max(elapsed, expected.low, expected.least)
    left = expected.high - start
    looks = UNLEARNED_LOOKS if learned is None else LOOKS
    if left <= 0:
        pace = 0.25 - left * 0.15
    else:
        pace = min(left, 2 / 3 * math.sqrt((expected.high - expected.low) * left) / looks)
    # A look at the very start of the window would find nothing: the first comes a pace later.
    wait = start - elapsed + _bounded(pace)
    return wait if elapsed >= expected.least else min(wait, _followed(elapsed))


def too_early(elapsed: float, learned: Window | None) -> float:
    """Return how many seconds to wait where a look would come too soon, else 0.

    The pioneers look first: who comes as far as they were seen running waits for their next look.
    """
    if learned is None:
        return 0.0
    if not learned.least:
        early = learned.low - elapsed
        return early if early > WORTH_WAITING else 0.0
    behind = learned.least + next_look(learned.least, learned) - elapsed
    return min(behind + elapsed / 10, _followed(elapsed)) if behind > WORTH_WAITING else 0.0


def _followed(elapsed: float) -> float:
    return FOLLOWED + min(elapsed / 10, FOLLOWED)


def _bounded(wait: float) -> float:
    return min(max(wait, SHORTEST), LONGEST)
