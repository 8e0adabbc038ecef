"""How far the numbers and texts of a request may go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bound:
    """An inclusive range."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        """Whether a number lies inside; NaN never does."""
        return self.low <= value <= self.high

    @property
    def lowest(self) -> str:
        """The lower end as it is written."""
        return f"{self.low:g}"

    @property
    def highest(self) -> str:
        """The upper end as it is written."""
        return f"{self.high:.10g}"


SIZE = Bound(128, 2048)
FLATTEST = 4
"""To one: the widest shape, and on its side the tallest."""
TARGET = Bound(128, 4096)
IMAGES = Bound(1, 8)
STEPS = Bound(1, 100)
GUIDANCE = Bound(1, 30)
SEED = Bound(-1, 2**32 - 1)
CLIP_SKIP = Bound(1, 12)
STRENGTH = Bound(0, 1)
PROMPT_LENGTH = Bound(1, 1024)
NEGATIVE_LENGTH = Bound(0, 1024)
MAX_EXTRAS = 5
"""LoRAs, and embeddings, that one request may carry."""

RANDOM_SEED = -1
DEFAULT_STEPS = 20
