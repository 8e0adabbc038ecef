"""What a request is expected to cost, by the operator's table of prices. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.job import CHARGING
from bot.domain.usage import KUDOS, Unit

if TYPE_CHECKING:
    from bot.domain.request import GenerationRequest

MEGAPIXEL = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What is charged, by the operator's settings: no engine tells it before."""

    image: float = 0.0
    """US dollars for each image, whatever its size."""
    megapixel_step: float = 0.0
    """US dollars for each step over a million pixels of an image."""
    detection: float = 0.0
    """US dollars for looking at an image for what is not safe."""
    kudos_megapixel_step: float = 0.0
    """The same work in the kudos of AI Horde."""


@dataclass(frozen=True, slots=True)
class Cost:
    """An amount of something that is spent."""

    unit: Unit
    amount: float


def expected(
    request: GenerationRequest, prices: Prices, engine: str, *, detection: bool
) -> Cost | None:
    """Return what a request is expected to cost; None of an engine that charges nothing.

    Args:
        request: With all images that it asks for.
        prices: The table.
        engine: Whom it is sent to.
        detection: Whether that is asked to look for what is not safe.

    """
    width, height = request.target
    work = request.images * width * height * request.steps / MEGAPIXEL
    if engine in KUDOS:
        return Cost(Unit.KUDOS, work * prices.kudos_megapixel_step)
    if engine not in CHARGING:
        return None
    each = prices.image + (prices.detection if detection else 0.0)
    return Cost(Unit.DOLLARS, request.images * each + work * prices.megapixel_step)
