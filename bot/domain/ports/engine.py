"""An image API, as the jobs see it, and what it says of a task."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.domain.ids import TaskId
    from bot.domain.ports.picture import Picture
    from bot.domain.request import GenerationRequest
    from bot.domain.verdict import Asked


class TaskStatus(StrEnum):
    """How a task stands; what we do not know is still running."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskImage:
    """An image that a task made. The address is a secret for as long as it lives."""

    url: str = field(repr=False)
    detection: object = None
    """``nsfw_detection_result`` exactly as parsed from JSON, or None when absent."""
    task_id: str = ""
    """The id that the reply named; empty when it named none."""
    is_csam: bool = False
    """Whether the engine says that it shows the abuse of a child: its bytes are never kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """One look at a task."""

    status: TaskStatus
    task_id: str = ""
    """The id that the reply named; empty when it named none."""
    progress: int | None = None
    """Per cent, when the engine reports any."""
    remaining: float | None = None
    """Seconds, when the engine estimates any."""
    reason: str = ""
    images: tuple[TaskImage, ...] = ()
    seed: int | None = None
    """The seed of the first image."""
    run_seconds: float | None = None
    """From the submit to the end, by the engine's own clock."""


class Engine(Protocol):
    """An image API. Each method raises an ``EngineError``; none but ``look`` repeats itself."""

    name: str
    """Stored with each job."""

    def check(self, request: GenerationRequest) -> None:
        """Raise InvalidOptionError when the engine is known not to take this."""
        ...

    async def submit(self, request: GenerationRequest, asked: Asked) -> TaskId:
        """Start a task. ReplyLostError: one may exist; any other: none does."""
        ...

    async def look(self, task_id: TaskId) -> TaskView:
        """Look at a task once; passing faults are retried a few times."""
        ...

    async def fetch(self, task_id: TaskId, index: int, image: TaskImage) -> Picture:
        """Fetch an image (``index`` from 0) whole, reading the task again for a fresh address.

        Raises:
            ImageError: it is not to be had, not an image, or too large.

        """
        ...
