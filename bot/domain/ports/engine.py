"""An image API, as the jobs see it, and what it says of a task."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from bot.domain.ranges import RANDOM_SEED, SEED
from bot.failure_kinds import FailureKind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.domain.capabilities import Capabilities
    from bot.domain.ids import JobId, TaskId
    from bot.domain.ports.catalogue import Catalogue
    from bot.domain.ports.picture import Picture
    from bot.domain.request import GenerationRequest
    from bot.domain.verdict import Asked
    from bot.texts.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What is sent of a job. The same job is always submitted as the same submission."""

    job_id: JobId
    request: GenerationRequest
    asked: Asked
    age_restricted: bool = False
    """Whether those who will see the images may see what is for adults."""
    replies_lost: int = 0
    """How often it may have been submitted before."""

    @property
    def first_seed(self) -> int:
        """The seed of the first image: the one asked for, or one of our own that stays the same.

        It follows from the job's id, which nobody guesses: a job that is sent once more makes the
        same images, and nothing has to be saved before.
        """
        if self.request.seed != RANDOM_SEED:
            return self.request.seed
        digest = hashlib.sha256(self.job_id.encode()).digest()
        # Engines count up from it, one for each image.
        return 1 + int.from_bytes(digest[:8]) % (int(SEED.high) - 1000)


class Whereabouts(StrEnum):
    """What an engine says of a submission whose reply was lost."""

    KNOWN = "known"
    ABSENT = "absent"
    """There is no task of it."""
    UNSURE = "unsure"
    """It cannot tell, now or ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer to ``find``."""

    where: Whereabouts
    task_id: TaskId | None = None
    """Of one that is known."""
    wait: float = 0.0
    """Seconds after which one that is unsure may be told; 0 when it never will."""


class TaskStatus(StrEnum):
    """How a task stands; what we do not know is still running."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskImage:
    """An image that a task made."""

    url: str = field(default="", repr=False)
    """By which the engine fetches it: an address, a secret for as long as it lives, or a name."""
    detection: object = None
    """``nsfw_detection_result`` exactly as parsed from JSON, or None when absent."""
    task_id: str = ""
    """The id that the reply named; empty when it named none."""
    seed: int | None = None
    """Its own, if the engine tells one for each image."""
    is_flagged: bool = False
    """Whether an engine that gives no confidence says that it is not safe."""
    is_placeholder: bool = False
    """Whether the engine put another picture in its place: it is never posted."""
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
    place: int | None = None
    """In the engine's own queue, from 1; None when it is not told or has begun."""
    reason: str = ""
    failure: FailureKind = FailureKind.TASK_FAILED
    """Why it failed, if it did."""
    images: tuple[TaskImage, ...] = ()
    """Of a task that is pending, those that are finished: at its deadline a job has these."""
    seed: int | None = None
    """The seed of the first image."""
    run_seconds: float | None = None
    """From the submit to the end, by the engine's own clock."""
    notes: tuple[Text, ...] = ()
    """What a member should know of the images, such as what they were made without."""
    cost: float | None = None
    """In the engine's own units, if it tells any."""


class Engine(Protocol):
    """An image API. Each method raises an ``EngineError``; none but ``look`` repeats itself."""

    @property
    def name(self) -> str:
        """Of the setting, and stored with each job."""
        ...

    @property
    def title(self) -> str:
        """What people call it."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do, as far as it is known at this moment."""
        ...

    @property
    def catalogue(self) -> Catalogue:
        """Its models."""
        ...

    def check(self, request: GenerationRequest) -> None:
        """Raise InvalidOptionError when the engine is known not to take this.

        ``capabilities.check`` has been asked before.
        """
        ...

    async def submit(self, submission: Submission) -> TaskId:
        """Start a task. ReplyLostError: one may exist; any other: none does."""
        ...

    async def find(self, submission: Submission, /) -> Found:
        """Look for the task of a submission whose reply was lost, or whose sender crashed."""
        ...

    async def look(self, task_id: TaskId) -> TaskView:
        """Look at a task once; passing faults are retried a few times.

        Raises:
            TaskNotFoundError: the engine denies it; ``look`` again, since it may be too early.
            ResultLostError: the task is gone for good and can be submitted anew.
            EngineError: any other reason why nothing can be said.

        """
        ...

    async def fetch(self, task_id: TaskId, index: int, image: TaskImage) -> Picture:
        """Fetch an image (``index`` from 0) whole, reading the task again for a fresh address.

        Raises:
            ImageError: it is not to be had, not an image, or too large.

        """
        ...

    async def cancel(self, task_id: TaskId, /) -> None:
        """End a task that nobody wants any more, if the engine can; its result is dropped anyway.

        Nothing else that runs there is touched. A task that has ended is no error.
        """
        ...

    async def forget(self, task_id: TaskId, /) -> None:
        """Drop what is kept here of a task whose job has ended; nothing for most engines."""
        ...

    async def learn(self) -> None:
        """Learn what decides the capabilities, where that is the server's to tell, once.

        Raises:
            EngineError: it cannot be learned now.

        """
        ...

    async def run(self, hint: Callable[[TaskId], bool], /) -> None:
        """Keep lists fresh and listen for what is told unasked, until cancelled.

        ``hint`` is called with a task that may have ended, which brings the next look forward.
        Never ends by a failure of the engine.
        """
        ...

    async def credit(self) -> float | None:
        """Return what is left on the account, in its own units; None where nothing is counted."""
        ...

    def questions(self) -> Mapping[str, Callable[[], Awaitable[str]]]:
        """Return what ``darkroom check`` asks, by a name of 16 characters at most.

        Each costs nothing, and returns one line that says how well it is or raises why not.
        """
        ...
