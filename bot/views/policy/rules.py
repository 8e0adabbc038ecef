"""The rules of a place, one by one: in which group each stands, its value, where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.policy import CHANNELS, LISTS, Action, Buttons
from bot.texts.languages import NAMES
from bot.texts.say import say
from bot.texts.text import text
from bot.texts.typed import typed
from bot.views.clean import shown
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.domain.policy import Policy, PolicyPatch
    from bot.texts.text import Text

CONFIGURATION = text("policy.source.configuration")

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
    "strikes_to_cooldown": NONE,
    "strikes_to_block": NONE,
    "language": text("policy.value.servers_language"),
    "default_style": text("policy.value.no_style"),
}
"""What is said of what no place says; of all else, that there is no limit."""

NAME_ROOM = Room(80, 200)

BRIEF = 3
"""Globs that are told in a line."""

LIMITS = (
    "max_images",
    "max_pixels",
    "max_steps",
    "hires",
    "jobs",
    "hourly_images",
    "daily_images",
    "cooldown_seconds",
)
MODELS = ("models_allow", "models_deny", "default_style")
JUDGING = ("enabled", "detection", "action", "threshold", "detector_threshold", "level")
"""What decides about the images of a place."""

GROUPS: dict[Text, tuple[str, ...]] = {
    text("policy.group.judging"): JUDGING,
    text("policy.group.moderation"): (
        "review_channel",
        "reports_to_blur",
        "log_channel",
        "retention_days",
        "strikes_to_cooldown",
        "strikes_to_block",
        "strike_days",
    ),
    text("policy.group.limits"): (*LIMITS, "place_hourly_images", "place_daily_images"),
    text("policy.group.models"): MODELS,
    text("policy.group.results"): (
        "buttons",
        "stars",
        "showcase_channel",
        "metadata",
        "show_cost",
        "language",
    ),
}
"""All rules, by what they are about."""


@dataclass(frozen=True, slots=True)
class Level:
    """What one place says itself."""

    source: Text
    """What it is called: "this thread", "this channel", "its category", "the server"."""
    patch: PolicyPatch


def rule_lines(levels: Sequence[Level], policy: Policy, locale: str) -> Iterator[str]:
    """Yield the lines of each group of rules."""
    for heading, names in GROUPS.items():
        sources = {name: source_of(name, levels) for name in names}
        yield group_lines(heading, sources, policy, locale)


def group_lines(heading: Text, sources: Mapping[str, Text], policy: Policy, locale: str) -> str:
    """Return the lines of some rules: what a place says by itself, then the rest in small print.

    Args:
        heading: What they are about.
        sources: Where each comes from, by its name.
        policy: What they say.
        locale: Of the reader.

    """
    usual = []
    lines = [f"**{say(heading, locale)}**"]
    for name, source in sources.items():
        value = value_words(name, getattr(policy, name), locale)
        if source == CONFIGURATION:
            usual.append(f"{name}: {value}")
        else:
            lines.append(f"{name}: **{value}** ({say(source, locale)})")
    if usual:
        lines.append(f"-# {' · '.join(usual)} ({say(CONFIGURATION, locale)})")
    return "\n".join(lines)


def source_of(name: str, levels: Sequence[Level]) -> Text:
    """Return what the place is called that says a rule, nearest first."""
    said = (level.source for level in levels if name in level.patch.set_fields())
    return next(said, CONFIGURATION)


def value_words(name: str, value: object, locale: str) -> str:
    """Say what a rule says; a list by its first few globs."""
    words = brief(name, value) if name in LISTS else _value(name, value)  # type: ignore[arg-type] # a list
    return words if isinstance(words, str) else say(words, locale)


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
