"""What happens to images of a place, in words: at 0, at 50, at 90, and where nobody can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.fates import fates
from bot.domain.policy import Action
from bot.domain.verdict import Treatment
from bot.texts.say import say
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.domain.fates import Fate
    from bot.domain.judging import Bench, Sitting
    from bot.domain.policy import Policy
    from bot.texts.text import Text

CONFIDENCE, SCORE, BOTH = text("fate.confidence"), text("fate.score"), text("fate.both")
UNKNOWN = text("fate.unknown")
NOT_MADE = text("fate.not_made")

WORDS: dict[Treatment, Text] = {
    Treatment.SHOWN: text("fate.shown"),
    Treatment.SPOILERED: text("fate.spoilered"),
    Treatment.BLURRED: text("fate.blurred"),
    Treatment.HELD: text("fate.held"),
    Treatment.REFUSED: text("fate.refused"),
}

MARKS = {Treatment.SHOWN: "○", Treatment.SPOILERED: "◐", Treatment.BLURRED: "◐"}
"""How much is hidden of it, at a glance; of all others everything."""
HIDDEN = "●"

WITHHELD = frozenset({Action.BLUR, Action.HOLD})
"""Actions that leave moderators something to decide."""


def fate_lines(policy: Policy, sitting: Sitting, locale: str) -> list[str]:
    """Return the lines that say what happens, with a heading."""
    lines = [f"**{say(_heading(sitting.bench), locale)}**"]
    lines += (_line(fate, locale) for fate in fates(policy, sitting))
    if policy.enabled and policy.detection and policy.action in WITHHELD:
        where = f"<#{policy.review_channel}>" if policy.review_channel else "`/review`"
        lines.append(f"-# {say(text('fate.review', place=where), locale)}")
    return lines


def _heading(bench: Bench) -> Text:
    """Say whose numbers they are."""
    if bench.engine_judges and bench.detector_judges:
        return BOTH
    return SCORE if bench.detector_judges else CONFIDENCE


def _line(fate: Fate, locale: str) -> str:
    words = NOT_MADE if fate.treatment is None else WORDS[fate.treatment]
    number = UNKNOWN if fate.number is None else f"{fate.number:g}"
    mark = HIDDEN if fate.treatment is None else MARKS.get(fate.treatment, HIDDEN)
    return f"{mark} {say(text('fate.line', number=number, fate=words), locale)}"
