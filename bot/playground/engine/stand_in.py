"""What the demo, its tour and its panel need of any engine's stand-in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from bot.playground.glimpse import Glimpse


class Says(StrEnum):
    """What an engine says of how explicit an image is."""

    CONFIDENCE = "confidence"
    FLAG = "flag"
    """Only which images it has put another picture in the place of."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What differs from engine to engine, for those who look at it from outside."""

    title: str
    """As the engine is called where people read it."""
    lora: str
    """A LoRA that it has, by name."""
    embedding: str
    """Likewise."""
    says: Says


class Knobs(Protocol):
    """What can be turned about all of them."""

    speed: float
    """Divides the times of tasks."""
    duration: Any
    """Exact seconds of the tasks to come; None for their usual times."""
    fail_next: bool
    """Whether the next task to be accepted fails; false again once it is."""


class EngineStandIn(Protocol):
    """An engine's stand-in, for ``async with``."""

    traits: Traits

    @property
    def url(self) -> str:
        """The base URL that a bot is told; empty before the start."""
        ...

    @property
    def knobs(self) -> Knobs:
        """How it behaves from now on."""
        ...

    def glimpses(self, most: int) -> list[Glimpse]:
        """Return what was said about tasks, oldest first, looking at ``most`` requests at most."""
        ...

    def finish(self) -> None:
        """End every task that is not over, well, whatever was planned."""
        ...

    async def wait_until(self, is_so: Callable[[Any], bool], timeout_s: float) -> None:
        """Wait until something is so, looking whenever something happens.

        Raises:
            TimeoutError: it was not so in time.

        """
        ...

    async def __aenter__(self) -> Self:
        """Begin to serve."""
        ...

    async def __aexit__(self, *exc_info: object) -> None:
        """Stop."""
        ...
