"""Which command a submit came from: a guess, for nothing on the wire says it.

The engine is told a prompt and nothing of Discord. So a submit is given to the deed whose
answer shows its prompt, else to the one in which it was typed, else to the one that shares most
of its words; among equals to the oldest that has no task yet. Two people who ask for the same
thing at the same time may be taken for each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.glimpse import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.playground.devtools.deeds import Deed
    from bot.playground.glimpse import Glimpse

WORD = re.compile(r"\w+")
MOST_COMPARED = 2000
"""Characters of each text; the engine takes prompts of at most 1024."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A deed that a submit may have come from, with its words made comparable."""

    deed: Deed
    typed: str
    said: str
    words: frozenset[str]


def joined(deeds: Sequence[Deed], seen: Iterable[Glimpse]) -> dict[int, list[Glimpse]]:
    """Return what was said with the engine about each deed, by the deed's id.

    Args:
        deeds: Oldest first.
        seen: In any order; what belongs to no deed is left out.

    """
    said = sorted(seen, key=lambda each: each.at)
    free = {each.id: _claim(each) for each in deeds if each.messages}
    found: dict[int, list[Glimpse]] = {}
    owners: dict[str, int] = {}
    for submit in (each for each in said if each.kind is Kind.SUBMIT):
        if submit.key in owners:
            # Another attempt at the same.
            found[owners[submit.key]].append(submit)
            continue
        owner = _owner(submit, free.values())
        if owner is None:
            continue
        found.setdefault(owner.id, []).append(submit)
        if submit.key:
            owners[submit.key] = owner.id
            del free[owner.id]
    for other in (each for each in said if each.kind is not Kind.SUBMIT):
        if other.key in owners:
            found[owners[other.key]].append(other)
    return found


def _owner(submit: Glimpse, free: Iterable[Claim]) -> Deed | None:
    asked = [each for each in free if each.deed.at <= submit.at]
    best = max(asked, key=lambda each: _likeness(submit.told, each), default=None)
    return best.deed if best else None


def _likeness(exactly: str, claim: Claim) -> tuple[bool, bool, float]:
    prompt = _plain(exactly)
    is_said, is_typed = prompt in claim.said, prompt in claim.typed
    if not prompt.strip():
        # Of signs alone, an emoji for instance.
        is_said, is_typed = exactly in claim.deed.said, exactly in claim.deed.typed
    if is_said or is_typed:
        return (is_said, is_typed, 1.0)
    words = set(prompt.split())
    return (False, False, len(words & claim.words) / max(1, len(words)))


def _claim(deed: Deed) -> Claim:
    typed, said = _plain(deed.typed[:MOST_COMPARED]), _plain(deed.said[:MOST_COMPARED])
    return Claim(deed, typed, said, frozenset([*typed.split(), *said.split()]))


def _plain(text: str) -> str:
    """Return the words alone, a space on both sides: markup and layout are not compared."""
    return f" {' '.join(WORD.findall(text.casefold()))} "
