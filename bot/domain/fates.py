"""What would happen to an image somewhere, by the number that its judge gives it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.judging import Evidence, decide
from bot.domain.verdict import Asked, Treatment, treat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.judging import Sitting
    from bot.domain.policy import Policy

NUMBERS = (0.0, 50.0, 90.0, None)
"""Confidences of an engine, or scores of the detector; None: nobody could tell."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What would happen to one image."""

    number: float | None
    treatment: Treatment | None
    """None where no images are made."""


def fates(
    policy: Policy, sitting: Sitting, numbers: Sequence[float | None] = NUMBERS
) -> tuple[Fate, ...]:
    """Return what would happen to images that all can see, by who judges new ones.

    Where both judge, both give the number.
    """
    return tuple(Fate(number, _treatment(number, policy, sitting)) for number in numbers)


def _treatment(number: float | None, policy: Policy, sitting: Sitting) -> Treatment | None:
    if not policy.enabled:
        return None
    said = Evidence(
        detection=None if number is None else {"valid": True, "confidence": number},
        score=number if sitting.detector else None,
        detector=sitting.detector or None,
    )
    asked = Asked(detection=policy.detection, level=policy.level)
    return treat(decide(said, asked, policy, sitting.bench), policy.action, private=False)
