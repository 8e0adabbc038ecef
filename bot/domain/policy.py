"""A place's rules, and how they are inherited. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.domain.model_globs import in_all, in_any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.domain.ids import PlaceId


class Action(StrEnum):
    """What is done with flagged and unknown images. Stored."""

    BLUR = "blur"
    SPOILER = "spoiler"
    HOLD = "hold"
    REFUSE = "refuse"


class Buttons(StrEnum):
    """Who may make images by the buttons under a result. Stored."""

    ANYONE = "anyone"
    REQUESTER = "requester"
    """Who asked for the result, and moderators."""
    MODERATORS = "moderators"


@dataclass(frozen=True, slots=True, kw_only=True)
class Maxima:
    """What a place allows of those values that have a default to bend; None is no limit.

    Images are not among them: the default, one, is the least there is.
    """

    pixels: int | None = None
    steps: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """What all members together may have in a place, those within it included."""

    place: PlaceId
    is_server: bool = False
    hourly: int | None = None
    daily: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules in force somewhere. A limit that is None does not apply."""

    threshold: float = 70.0
    """Confidence, 0 to 100, above which an image is flagged; equal is clear."""
    detector_threshold: float = 20.0
    """The same for the score of our own detector."""
    level: int = 1
    """Detection level, 0 to 2."""
    detection: bool = True
    action: Action = Action.BLUR
    review_channel: int | None = None
    enabled: bool = True
    max_images: int | None = None
    max_pixels: int | None = None
    """Width times height of one finished image."""
    max_steps: int | None = None
    cooldown_seconds: int | None = None
    daily_images: int | None = None
    """Per user in the guild, within any 24 hours."""
    buttons: Buttons = Buttons.ANYONE
    default_style: str | None = None
    """The name of a style of the server's, for whoever names none."""
    stars: bool = False
    """Whether results have a star button."""
    showcase_channel: int | None = None
    """Where results are posted once more that several members starred."""
    metadata: bool = True
    """Whether files carry the settings; the mark of AI generation they carry in any case."""
    language: str | None = None
    """A locale, by Discord's name: of what all read. None is the server's own."""
    models_allow: tuple[str, ...] | None = None
    """Globs; only models that one of them matches may be used. None and empty: all may."""
    models_deny: tuple[str, ...] | None = None
    """Globs; no model that one of them matches may be used, whatever allows it."""
    reports_to_blur: int = 3
    """Members whose reports blur an image until a moderator decides."""
    show_cost: bool = False
    """Whether members are told what a job is expected to cost, and what it cost."""
    log_channel: int | None = None
    """Where what moderators should know is told, beside the audit."""
    retention_days: int = 365
    """For so long the audit is kept."""
    hourly_images: int | None = None
    """Per user in the guild, within any hour."""
    jobs: int | None = None
    """Waiting and under way at once, per user in the guild."""
    hires: bool = True
    """Whether images may be asked for with hires fix."""
    strikes_to_cooldown: int | None = None
    """Strikes within ``strike_days`` after which a member has to wait for a while."""
    strikes_to_block: int | None = None
    """Likewise, after which they are blocked for a while."""
    strike_days: int = 30
    place_hourly_images: int | None = None
    """Of all members together, within any hour, in the place that says it and those within it."""
    place_daily_images: int | None = None
    """Likewise, within any 24 hours."""
    pools: tuple[Pool, ...] = ()
    """What the place and each of those around it say of the last two, nearest first: all count."""

    @property
    def maxima(self) -> Maxima:
        """What defaults bend to."""
        return Maxima(pixels=self.max_pixels, steps=self.max_steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPatch:
    """What one place says itself; None is inherited."""

    threshold: float | None = None
    detector_threshold: float | None = None
    level: int | None = None
    detection: bool | None = None
    action: Action | None = None
    review_channel: int | None = None
    enabled: bool | None = None
    max_images: int | None = None
    max_pixels: int | None = None
    max_steps: int | None = None
    cooldown_seconds: int | None = None
    daily_images: int | None = None
    buttons: Buttons | None = None
    default_style: str | None = None
    stars: bool | None = None
    showcase_channel: int | None = None
    metadata: bool | None = None
    language: str | None = None
    models_allow: tuple[str, ...] | None = None
    """Empty: all, whatever the places above say."""
    models_deny: tuple[str, ...] | None = None
    reports_to_blur: int | None = None
    show_cost: bool | None = None
    log_channel: int | None = None
    retention_days: int | None = None
    hourly_images: int | None = None
    jobs: int | None = None
    hires: bool | None = None
    strikes_to_cooldown: int | None = None
    strikes_to_block: int | None = None
    strike_days: int | None = None
    place_hourly_images: int | None = None
    place_daily_images: int | None = None

    def set_fields(self) -> dict[str, object]:
        """Return what is said here, by name."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in named.items() if value is not None}

    def merged(self, newer: PolicyPatch) -> PolicyPatch:
        """Return this patch with all that ``newer`` says on top."""
        return replace(self, **newer.set_fields())  # type: ignore[arg-type] # same names and types


CHOICES: dict[str, type[StrEnum]] = {"action": Action, "buttons": Buttons}
"""What is one of a few words, by name."""

CHANNELS = frozenset({"review_channel", "showcase_channel", "log_channel"})
UNORDERED = CHANNELS | {"default_style", "language", "pools"}
"""Of what no value is stricter than another."""
LISTS = frozenset({"models_allow", "models_deny"})
"""What is several words, by name."""


STRICTNESS = (Action.SPOILER, Action.BLUR, Action.HOLD, Action.REFUSE)
"""Actions, the mildest first."""

_BUTTONS = (Buttons.ANYONE, Buttons.REQUESTER, Buttons.MODERATORS)
"""Likewise."""

_STRICTEST: dict[str, Callable[[list[Any]], object]] = {
    "threshold": min,
    "detector_threshold": min,
    "level": max,
    "detection": any,
    "action": lambda actions: max(actions, key=STRICTNESS.index),
    "buttons": lambda several: max(several, key=_BUTTONS.index),
    "enabled": all,
    "stars": all,
    "cooldown_seconds": max,
    "hires": all,
    "metadata": all,
    "show_cost": any,
    "strike_days": max,
    "models_allow": in_all,
    "models_deny": in_any,
}
"""How the strictest of several values is found; of other limits it is the lowest."""


def resolve(patches: Iterable[PolicyPatch], defaults: Policy) -> Policy:
    """Return the policy in force.

    Args:
        patches: What each place says, nearest first: thread, channel, category, guild.
        defaults: The operator's configuration, for whatever no place says.

    """
    said: dict[str, object] = {}
    for patch in patches:
        said = patch.set_fields() | said
    return replace(defaults, **said) if said else defaults  # type: ignore[arg-type] # same types


def strictest(policies: Iterable[Policy]) -> Policy:
    """Return a policy that is, rule by rule, as strict as the strictest of these.

    A rule that one of them lacks is taken from those that have it; the ``UNORDERED`` ones are
    those of the first policy.

    Raises:
        ValueError: there are none.

    """
    several = list(policies)
    if not several:
        raise ValueError("the strictest of no policies is unknown")
    found: dict[str, object] = {}
    for name in (field.name for field in fields(Policy) if field.name not in UNORDERED):
        values = [getattr(policy, name) for policy in several]
        said = [value for value in values if value is not None]
        found[name] = _STRICTEST.get(name, min)(said) if said else None
    return replace(several[0], **found)  # type: ignore[arg-type] # same names and types
