"""What a test may change about the stand-in at any moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.playground.horde.tasks import Task
    from bot.playground.novita.knobs import ImageFault

    Body: TypeAlias = Mapping[str, Any]
    Wanted: TypeAlias = "Outcome | Callable[[Task, int], Outcome]"


class Outcome(StrEnum):
    """What becomes of one image of a request."""

    MADE = "made"
    FAULTED = "faulted"
    """Workers reported faults until nobody tried again: the image is missing."""
    GIVEN_UP = "given up"
    """Workers fell silent until the server's sweep said that it is hopeless."""
    DONE_EARLY = "done early"
    """Two were given up, so that ``done`` is said while a third still makes it."""


@dataclass
class TimingKnobs:
    """How long things take."""

    queue_ms: float = 400
    run_ms: float = 3500
    """For one image of 512x512 at 20 steps; other work scales it."""
    jitter: float = 0.15
    """Share by which the run time varies either way, from 0 to 1."""
    speed: float = 1
    """Divides queue and run times."""
    duration: float | Callable[[Body], float] | None = None
    """Exact seconds from submit to completion (of the body as received); wins over the above."""
    workers: int = 8
    """Images of one request that are made at once."""
    latency_ms: tuple[float, float] = (15, 45)
    """Of each answer, by chance: half before the work is done, half after."""
    remembered_s: float = 1.0
    """For so long an answer of ``check`` is repeated."""
    wait_time: int | None = None
    """What is estimated, when not the truth."""
    sweep_s: float = 540
    """From when an image is given up until the server says so."""
    lifetime_s: float = 1200
    """A request is gone so long after somebody last asked for it."""
    listing_late_s: float = 30
    """For so long a request is not among an account's active ones."""


@dataclass
class ResultKnobs:
    """What workers bring."""

    outcome: Wanted = Outcome.MADE
    fail_next: bool = False
    """Whether the next task to be accepted fails; false again once it is."""
    generation: Callable[[Task, int], Mapping[str, Any]] | None = None
    """Fields that replace those of a generation, by the image's index."""
    batches: bool = False
    """Whether one worker makes all images of a request, from one seed."""
    plain_images: bool = False
    """Flat colour instead of a scene; for load tests."""
    png: bool = False
    """Whether the files under .webp are PNG."""
    image_fault: ImageFault | Callable[[Task, int], ImageFault | None] | None = None
    image_missing: int = 0
    """How many downloads are answered with 404 before files are there."""
    url_expires_s: int = 1800
    image_base_url: str | None = None
    """Origin of the image links, when not the stand-in's own."""


@dataclass
class ServiceKnobs:
    """What the server refuses."""

    limits: bool = True
    """Whether it counts requests; its headers are on every answer all the same."""
    limit_retry_after: str = "1"
    """On a 429; a real one says 0, 1 or up to 60."""
    maintenance: bool = False
    timeout_s: float = 180
    """For how long an address is in time-out after its first offence; thrice for the second."""
    most_waiting: int = 30
    """Images of one account that may wait."""
    kudos: dict[str, float] = field(default_factory=lambda: {"0000000000": 0.0})
    """By key, what each account has; no other key is known."""
    warnings: list[dict[str, str]] = field(default_factory=list)
    """Added to the answer of each submit."""
    modes: Literal["normal", "raid"] = "normal"


@dataclass
class Knobs(TimingKnobs, ResultKnobs, ServiceKnobs):
    """All knobs in one place; change any attribute at any time."""
