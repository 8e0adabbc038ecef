"""How long Discord takes: a call is on its way, then the change is made, then its answer is."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Self

Span = tuple[float, float]
"""The shortest and the longest delay, in seconds."""

CALLBACK = re.compile(r"/interactions/[^/]+/[^/]+/callback")
MESSAGES = re.compile(r"/webhooks/|/channels/[^/]+/messages")
SHARE = (0.25, 0.75)
"""Of a delay, what goes by before the change is made."""


class Passage(NamedTuple):
    """The delay of one call, in seconds: before its change is made, and before it is answered."""

    before: float
    after: float


@dataclass(slots=True, kw_only=True)
class Weather:
    """The delays of the REST API: of first answers, of calls about messages, and of the rest.

    Calls do not wait for each other: two that are on their way may overtake each other, and the
    share of a delay that goes by before the change is drawn anew for each.

    Raises:
        ValueError: a span ends before it begins, or before now.

    """

    callbacks: Span = (0.03, 0.12)
    messages: Span = (0.12, 0.4)
    rest: Span = (0.02, 0.06)
    seed: int = 0
    _chance: random.Random = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for least, most in (self.callbacks, self.messages, self.rest):
            if not 0 <= least <= most:
                msg = f"no delay is from {least} to {most} seconds"
                raise ValueError(msg)
        self._chance = random.Random(self.seed)  # noqa: S311 - repeatable, not secret

    @classmethod
    def still(cls) -> Self:
        """Return a weather in which everything happens at once."""
        return cls(callbacks=(0, 0), messages=(0, 0), rest=(0, 0))

    def passage(self, path: str) -> Passage:
        """Draw the delay of a call by its path below ``/api/v10``."""
        delay = self._chance.uniform(*self._span(path))
        before = delay * self._chance.uniform(*SHARE)
        return Passage(before, delay - before)

    def _span(self, path: str) -> Span:
        if CALLBACK.fullmatch(path):
            return self.callbacks
        return self.messages if MESSAGES.match(path) else self.rest
