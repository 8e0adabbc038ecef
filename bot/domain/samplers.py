"""Which sampler stands in for another: of its family, as near as there is. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_KARRAS = "Karras"


def nearest(name: str, schedule: str, choices: Sequence[str]) -> str | None:
    """Return the one of ``choices`` that is nearest to a sampler, or None without a relative.

    Args:
        name: By any name, which may end with the schedule.
        schedule: What is said beside the name, such as ``Karras``, or nothing.
        choices: By our names.

    """
    wanted = _words(f"{name} {schedule}")
    ranked = [(_likeness(wanted, _words(choice)), -at, choice) for at, choice in enumerate(choices)]
    (likeness, _), _, best = max(ranked, default=((0, 0), 0, None))
    return best if likeness else None


def _words(name: str) -> list[str]:
    words = name.split()
    # The schedule is the last that two of a family have to share.
    return sorted(words, key=lambda word: word == _KARRAS)


def _likeness(wanted: Sequence[str], choice: Sequence[str]) -> tuple[int, int]:
    """Return how many first words are shared, and how few are not."""
    shared = 0
    for one, other in zip(wanted, choice, strict=False):
        if one != other:
            break
        shared += 1
    common = len(set(wanted) & set(choice))
    return shared and common, -len(set(wanted) ^ set(choice))
