"""What ``/policy show`` says: each rule in force, where it comes from, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from discord import ui

from bot.domain.policy import Action, Policy, PolicyPatch, resolve
from bot.views.layout import ACCENT_CANCELLED, ACCENT_FAILED, layout

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIGURATION = "configuration"

SPOILER_WARNING = (
    "⚠️ `spoiler` shows flagged images to whoever clicks, and this is not age-restricted. "
    "Discord wants adult content in age-restricted channels only."
)
DETECTION_WARNING = (
    "⚠️ Detection is off and this is not age-restricted: every image is posted unchecked. "
    "Discord wants adult content in age-restricted channels only."
)
HOLD_WARNING = (
    "⚠️ There are no reviews yet: an image that `hold` keeps back is not shown, and nobody can "
    "release it yet."
)
REVIEW_WARNING = "⚠️ There are no reviews yet: nothing is sent to `review_channel` yet."


@dataclass(frozen=True, slots=True)
class Level:
    """What one place says itself."""

    source: str
    """Its name in words: "this thread", "this channel", "its category", "the server"."""
    patch: PolicyPatch


def policy_view(
    title: str, levels: Sequence[Level], defaults: Policy, *, age_restricted: bool
) -> ui.LayoutView:
    """Show the policy in force.

    Args:
        title: Where it applies; markup is meant.
        levels: Nearest first; those that say nothing may be left out.
        defaults: The configuration.
        age_restricted: Whether it applies in an age-restricted place.

    """
    policy = resolve((level.patch for level in levels), defaults)
    warnings = policy_warnings(policy, age_restricted=age_restricted)
    texts = [f"**Policy for {title}**", "\n".join(_lines(levels, policy)), *warnings]
    accent = ACCENT_FAILED if warnings else ACCENT_CANCELLED
    return layout(accent, *(ui.TextDisplay[ui.LayoutView](text) for text in texts))


def policy_warnings(policy: Policy, *, age_restricted: bool) -> list[str]:
    """Return what a moderator should be told of a policy; empty when all is well."""
    found = {
        DETECTION_WARNING: not policy.detection and not age_restricted,
        SPOILER_WARNING: policy.action is Action.SPOILER and not age_restricted,
        HOLD_WARNING: policy.action is Action.HOLD,
        REVIEW_WARNING: policy.review_channel is not None,
    }
    return [warning for warning, applies in found.items() if applies]


def _lines(levels: Sequence[Level], policy: Policy) -> list[str]:
    return [
        f"{field.name}: **{_value(field.name, getattr(policy, field.name))}** "
        f"({_source(field.name, levels)})"
        for field in fields(Policy)
    ]


def _source(name: str, levels: Sequence[Level]) -> str:
    said = (level.source for level in levels if name in level.patch.set_fields())
    return next(said, CONFIGURATION)


def _value(name: str, value: object) -> str:
    match value:
        case None:
            return "none" if name == "review_channel" else "no limit"
        case bool():
            return "on" if value else "off"
        case Action():
            return value.value
        case int() if name == "review_channel":
            return f"<#{value}>"
        case float():
            return f"{value:g}"
        case _:
            return str(value)
