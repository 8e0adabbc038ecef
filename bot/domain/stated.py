"""What a moderator states of a place's rules, every value checked again. Pure."""

from __future__ import annotations

from bot.domain.policy import CHANNELS, CHOICES, PolicyPatch
from bot.domain.request import IMAGES, SIZE, STEPS, TARGET, Bound
from bot.domain.rules import SWITCH, characters, one_of, whole, within
from bot.errors import InvalidOptionError, RefusedError
from bot.texts.languages import NAMES
from bot.texts.text import text

BOUNDS = {
    "threshold": Bound(0, 100),
    "detector_threshold": Bound(0, 100),
    "level": Bound(0, 2),
    "max_images": IMAGES,
    "max_pixels": Bound(SIZE.low**2, TARGET.high**2),
    "max_steps": STEPS,
    "cooldown_seconds": Bound(0, 86_400),
    "daily_images": Bound(0, 10_000),
    "hourly_images": Bound(0, 10_000),
    "place_hourly_images": Bound(0, 100_000),
    "place_daily_images": Bound(0, 100_000),
    "jobs": Bound(1, 50),
    "reports_to_blur": Bound(1, 50),
    "retention_days": Bound(1, 3650),
    "strikes_to_cooldown": Bound(1, 100),
    "strikes_to_block": Bound(1, 100),
    "strike_days": Bound(1, 365),
}
"""What a moderator may set, by name, inclusive."""

FRACTIONS = frozenset({"threshold", "detector_threshold"})
SWITCHES = frozenset({"detection", "enabled", "hires", "metadata", "show_cost", "stars"})
CALLED = {"default_style": Bound(1, 80)}
"""What is called by a name of so many characters."""


def stated(**given: object) -> PolicyPatch:
    """Return the patch that ``/policy set`` states, every value checked again.

    Raises:
        InvalidOptionError: a value is of a wrong type, out of range, or no action.
        RefusedError: nothing is stated.

    """
    said = {name: value for name, value in given.items() if value is not None}
    if not said:
        raise RefusedError(text("policy.nothing_set"))
    for name, value in said.items():
        _check(name, value)
    for name in CHOICES.keys() & said.keys():
        chosen, words = str(said[name]), CHOICES[name]
        if chosen not in {known.value for known in words}:
            raise InvalidOptionError(name, chosen, one_of(words))
        said[name] = words(chosen)
    return PolicyPatch(**said)  # type: ignore[arg-type] # checked above


def _check(name: str, value: object) -> None:
    if name in BOUNDS:
        fractions = name in FRACTIONS
        numbers, rule = ((int, float), within) if fractions else ((int,), whole)
        # True is a number to Python, but not to a moderator.
        if isinstance(value, bool) or not isinstance(value, numbers) or value not in BOUNDS[name]:
            raise InvalidOptionError(name, value, rule(BOUNDS[name]))
    elif name in SWITCHES and not isinstance(value, bool):
        raise InvalidOptionError(name, value, SWITCH)
    elif name in CHANNELS and (isinstance(value, bool) or not isinstance(value, int)):
        raise InvalidOptionError(name, value, text("option.channel"))
    elif name in CALLED and len(str(value)) not in CALLED[name]:
        raise InvalidOptionError(name, len(str(value)), characters(CALLED[name]))
    elif name == "language" and value not in NAMES:
        raise InvalidOptionError(name, value, one_of(NAMES))
