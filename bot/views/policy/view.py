"""What ``/policy show`` says: what happens to images, each rule in force, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from discord import ui

from bot.domain.policy import Action, Policy, resolve
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.judges import BLIND, judges
from bot.views.layout import ACCENT_CANCELLED, ACCENT_FAILED, layout
from bot.views.policy.fates import fate_lines
from bot.views.policy.rules import rule_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain.judging import Sitting
    from bot.domain.moderation.policy_change import Touched
    from bot.texts.text import Text
    from bot.views.policy.rules import Level

SPOILER_WARNING = text("policy.warning.spoiler")
DETECTION_WARNING = text("policy.warning.detection")
HOLD_WARNING = text("policy.warning.hold_waits")
REVIEW_WARNING = text("policy.warning.review_read")

BELOW = text("policy.below")

MOST_BELOW = 6
"""Places below that are named."""
MOST_RULES = 4
"""Rules of each that are named."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is told of a place beside its rules."""

    touched: Touched | None = None
    """Who changed them last; None if nobody did."""
    below: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """Places within it that say something else, by id: which rules."""
    unplaced: int = 0
    """Others, of which it is not known where they stand: archived threads, deleted channels."""
    warned: Sequence[Text] = ()
    """What else to beware of."""


NOTHING_ELSE = Around()


def policy_view(  # noqa: PLR0913 - all that a moderator is told
    heading: Text,
    levels: Sequence[Level],
    defaults: Policy,
    sitting: Sitting | None = None,
    *,
    age_restricted: bool,
    around: Around = NOTHING_ELSE,
    locale: str = ENGLISH,
) -> ui.LayoutView:
    """Show the policy in force.

    Args:
        heading: Says where it applies.
        levels: Nearest first; those that say nothing may be left out.
        defaults: The configuration.
        sitting: Who judges new images, if that is known.
        age_restricted: Whether it applies in an age-restricted place.
        around: Who changed it, and who below says something else.
        locale: Of the member who asks.

    """
    policy = resolve((level.patch for level in levels), defaults)
    warnings = [*policy_warnings(policy, age_restricted=age_restricted), *around.warned]
    who = judges(sitting) if sitting and policy.detection else []
    head = [f"**{say(heading, locale)}**", *_touched(around, locale)]
    texts = ["\n".join(head)]
    about = fate_lines(policy, sitting, locale) if sitting else []
    about += [f"-# {' '.join(say(each, locale) for each in who)}"] if who else []
    texts.append("\n".join(about))
    texts += [say(warning, locale) for warning in warnings]
    texts += [*rule_lines(levels, policy, locale), "\n".join(_below(around, locale))]
    is_well = not warnings and BLIND.isdisjoint(who)
    return layout(accent_of(is_well=is_well), *displays(texts))


def displays(texts: Sequence[str]) -> list[ui.TextDisplay[ui.LayoutView]]:
    """Return what shows each text that is not empty."""
    return [ui.TextDisplay(each) for each in texts if each]


def accent_of(*, is_well: bool) -> int:
    """Return the colour of an answer about a policy."""
    return ACCENT_CANCELLED if is_well else ACCENT_FAILED


def policy_warnings(policy: Policy, *, age_restricted: bool) -> list[Text]:
    """Return what a moderator should be told of a policy; empty when all is well."""
    found = {
        DETECTION_WARNING: not policy.detection and not age_restricted,
        SPOILER_WARNING: policy.action is Action.SPOILER and not age_restricted,
        HOLD_WARNING: policy.action is Action.HOLD and policy.review_channel is None,
    }
    return [warning for warning, applies in found.items() if applies]


def when(touched: Touched) -> int:
    """Return the moment of a change as Discord writes it."""
    return round(touched.at.timestamp())


def _touched(around: Around, locale: str) -> list[str]:
    if (touched := around.touched) is None:
        return []
    who = f"<@{touched.by}>" if touched.by else "?"
    return [f"-# {say(text('policy.touched', member=who, at=when(touched)), locale)}"]


def _below(around: Around, locale: str) -> list[str]:
    """Say which places below have rules of their own."""
    if not around.below and not around.unplaced:
        return []
    lines = [f"**{say(BELOW, locale)}**"]
    for place, rules in list(around.below.items())[:MOST_BELOW]:
        more = [f"+{len(rules) - MOST_RULES}"] if len(rules) > MOST_RULES else []
        lines.append(f"<#{place}>: {', '.join([*rules[:MOST_RULES], *more])}")
    if (more_places := len(around.below) - MOST_BELOW) > 0:
        lines.append(f"-# {say(text('policy.below.more', count=more_places), locale)}")
    if around.unplaced:
        lines.append(f"-# {say(text('policy.below.unplaced', count=around.unplaced), locale)}")
    return lines
