"""What ``/policy show`` says: each rule in force, where it comes from, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from discord import ui

from bot.domain.policy import (
    CHANNELS,
    LISTS,
    Action,
    Buttons,
    Policy,
    PolicyPatch,
    resolve,
)
from bot.texts.languages import ENGLISH, NAMES
from bot.texts.say import say
from bot.texts.text import text
from bot.texts.typed import typed
from bot.views.clean import shown
from bot.views.judges import BLIND, judges
from bot.views.layout import ACCENT_CANCELLED, ACCENT_FAILED, layout
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.judging import Sitting
    from bot.texts.text import Text

CONFIGURATION = text("policy.source.configuration")

SPOILER_WARNING = text("policy.warning.spoiler")
DETECTION_WARNING = text("policy.warning.detection")
HOLD_WARNING = text("policy.warning.hold_waits")
REVIEW_WARNING = text("policy.warning.review_read")

ACTIONS = {
    Action.BLUR: text("policy.action.blur"),
    Action.SPOILER: text("policy.action.spoiler"),
    Action.HOLD: text("policy.action.hold"),
    Action.REFUSE: text("policy.action.refuse"),
}

BUTTONS = {
    Buttons.ANYONE: text("policy.buttons.anyone"),
    Buttons.REQUESTER: text("policy.buttons.requester"),
    Buttons.MODERATORS: text("policy.buttons.moderators"),
}

CHOICES: dict[str, Text] = {**ACTIONS, **BUTTONS}  # type: ignore[dict-item] # each is a string

ON = text("policy.value.on")
OFF = text("policy.value.off")
NONE = text("policy.value.no_channel")
NO_LIMIT = text("policy.value.no_limit")
ALL = text("policy.value.all")
NOTHING = {
    "review_channel": NONE,
    "showcase_channel": NONE,
    "log_channel": NONE,
    "language": text("policy.value.servers_language"),
    "default_style": text("policy.value.no_style"),
}
"""What is said of what no place says; of all else, that there is no limit."""

NAME_ROOM = Room(80, 200)

BRIEF = 3
"""Globs that are told in a line."""


@dataclass(frozen=True, slots=True)
class Level:
    """What one place says itself."""

    source: Text
    """What it is called: "this thread", "this channel", "its category", "the server"."""
    patch: PolicyPatch


def policy_view(  # noqa: PLR0913 - all that a moderator is told
    heading: Text,
    levels: Sequence[Level],
    defaults: Policy,
    sitting: Sitting | None = None,
    *,
    age_restricted: bool,
    beside: Sequence[Text] = (),
    locale: str = ENGLISH,
) -> ui.LayoutView:
    """Show the policy in force.

    Args:
        heading: Says where it applies.
        levels: Nearest first; those that say nothing may be left out.
        defaults: The configuration.
        sitting: Who judges new images, if that is known.
        age_restricted: Whether it applies in an age-restricted place.
        beside: What else to beware of.
        locale: Of the member who asks.

    """
    policy = resolve((level.patch for level in levels), defaults)
    warnings = [*policy_warnings(policy, age_restricted=age_restricted), *beside]
    told = "\n".join(_lines(levels, policy, locale))
    who = judges(sitting) if sitting and policy.detection else []
    texts = [f"**{say(heading, locale)}**", told, " ".join(say(each, locale) for each in who)]
    texts += [say(warning, locale) for warning in warnings]
    is_well = not warnings and BLIND.isdisjoint(who)
    accent = ACCENT_CANCELLED if is_well else ACCENT_FAILED
    shown = (ui.TextDisplay[ui.LayoutView](each) for each in texts if each)
    return layout(accent, *shown)


def policy_warnings(policy: Policy, *, age_restricted: bool) -> list[Text]:
    """Return what a moderator should be told of a policy; empty when all is well."""
    found = {
        DETECTION_WARNING: not policy.detection and not age_restricted,
        SPOILER_WARNING: policy.action is Action.SPOILER and not age_restricted,
        HOLD_WARNING: policy.action is Action.HOLD and policy.review_channel is None,
    }
    return [warning for warning, applies in found.items() if applies]


def _lines(levels: Sequence[Level], policy: Policy, locale: str) -> list[str]:
    lines: list[str] = []
    for field in fields(Policy):
        told = brief if field.name in LISTS else _value
        value = told(field.name, getattr(policy, field.name))
        words = value if isinstance(value, str) else say(value, locale)
        lines.append(f"{field.name}: **{words}** ({say(source_of(field.name, levels), locale)})")
    return lines


def source_of(name: str, levels: Sequence[Level]) -> Text:
    """Return what the place is called that says a rule, nearest first."""
    said = (level.source for level in levels if name in level.patch.set_fields())
    return next(said, CONFIGURATION)


def brief(name: str, globs: tuple[str, ...] | None) -> str | Text:
    """Say the first few globs of a list; nothing allowed by name is everything."""
    if not globs:
        return ALL if name == "models_allow" else NONE
    first = " ".join(str(typed(glob)) for glob in globs[:BRIEF])
    if len(globs) <= BRIEF:
        return first
    return text("policy.models.more", globs=first, count=len(globs) - BRIEF)


def _value(name: str, value: object) -> str | Text:
    match value:
        case None:
            return NOTHING.get(name, NO_LIMIT)
        case bool():
            return ON if value else OFF
        case Action() | Buttons():
            return CHOICES[value]
        case str():
            name = NAMES.get(value, value) if name == "language" else value
            return shown(name, NAME_ROOM)
        case float():
            return f"{value:g}"
        case _:
            return f"<#{value}>" if name in CHANNELS else str(value)
