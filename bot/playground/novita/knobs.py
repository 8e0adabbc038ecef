"""What a test may change about the stand-in at any moment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.playground.novita.tasks import Task

    Body: TypeAlias = Mapping[str, Any]


class Special(Enum):
    """Values of ``nsfw_result`` that are not JSON."""

    DETECT = "detect"
    MISSING = "missing"


class ImageFault(StrEnum):
    """What may be wrong with a downloaded image."""

    TRUNCATED = "truncated"
    HTML = "html"
    TEXT = "text"
    EMPTY = "empty"
    HUGE_LENGTH = "huge length"
    HUGE_BODY = "huge body"
    HUGE_PIXELS = "huge pixels"
    REDIRECT_AWAY = "redirect away"
    REDIRECT_HOME = "redirect home"
    EXPIRED_ONCE = "expired once"
    LYING_TYPE = "lying type"
    DRIP = "drip"
    ANIMATED = "animated"
    APPENDED = "appended"
    THUMBNAIL = "thumbnail"
    MANY_SCANS = "many scans"


@dataclass
class TimingKnobs:
    """How long a task takes. The defaults are the seed's first example."""

    queue_ms: float = 69
    run_ms: float = 3786
    """For two images of 1024x1024 at 20 steps; other work scales it."""
    jitter: float = 0.15
    """Share by which the run time varies either way, from 0 to 1."""
    speed: float = 1
    """Divides queue, run and cold start times."""
    cold_start: bool = False
    """Whether the first task of each checkpoint waits for its model to load."""
    cold_start_ms: float = 20_000
    duration: float | Callable[[Body], float] | None = None
    """Exact seconds from submit to completion (of the body as received); wins over the above."""
    task_hidden_ms: float = 0
    """For so long after its submit a task is answered with TASK_NOT_FOUND."""
    unknown_status_ms: float = 0
    """For so long after its submit a task has ``unknown_status``."""
    unknown_status: str = "TASK_STATUS_UNKNOWN"


@dataclass
class SubmitKnobs:
    """How a submit is answered."""

    reply_shape: Literal["auto", "a", "b"] = "auto"
    """``auto``: B when detection is asked, else A."""
    route_gone: Literal["json", "text"] | None = None
    images_per_minute: int | None = None
    """Sliding budget counted by ``image_num``; None is without limit."""
    retry_after: bool = True
    """Whether a 429 of that budget says when to come back."""
    check_models: bool = True
    """Whether an unknown checkpoint is refused with MODEL_NOT_FOUND."""
    balance: int = 1_000_000
    """In units of 0.0001 USD; with none left a submit is refused."""


@dataclass
class ResultKnobs:
    """What a task's result looks like; read at every poll."""

    nsfw_result: object = Special.DETECT
    """JSON-able, ``Special.MISSING`` or ``callable(task, index)`` that returns one of them."""
    ttl: object = "3600"
    seed_as_int: bool = False
    echo_detection: bool = True
    debug_info: Literal["on", "off", "empty"] = "on"
    audios: bool = True
    report_progress: bool = False
    """Whether ``progress_percent`` and ``eta`` are filled while a task runs."""
    progress_on_success: float = 0
    fail_next: bool = False
    """Whether the next task to be accepted fails; false again once it is."""
    next_confidence: float | None = None
    """Of all images of the next task to be accepted, if it asks; None again once it is."""
    fail_reason: str | Callable[[Body], str | None] | None = None
    """Tasks submitted from now on fail with it; so do prompts with the word ``fail``."""
    failure_rate: float = 0
    """Share of the tasks that fail by chance."""
    image_count: int | None = None
    """Images on success, when not as many as asked."""


@dataclass
class ImageKnobs:
    """Where images are and what is wrong with them."""

    plain_images: bool = False
    """Flat colour instead of a scene; for load tests."""
    image_fault: ImageFault | Callable[[Task, int], ImageFault | None] | None = None
    url_expires_s: int = 3600
    image_base_url: str | None = None
    """Origin of the image links, when not the stand-in's own."""
    drip_declares: int = 64 * 1024 * 1024
    """Bytes that a dripping download promises."""
    drip_pause_s: float = 1
    """Between two of its bytes."""


@dataclass
class OtherKnobs:
    """The catalogue's paging and the webhook."""

    paging_end: Literal["empty", "missing", "repeated"] = "empty"
    """What ``next_cursor`` is on the last page."""
    webhook_attempts: int = 6
    """One delivery and five retries."""
    webhook_timeout_s: float = 5
    webhook_backoff_s: float = 0.2
    webhook_copies: int = 1
    webhook_delay_ms: float = 0
    """From completion to the event; below zero it comes before a poll shows the end."""


@dataclass
class Knobs(TimingKnobs, SubmitKnobs, ResultKnobs, ImageKnobs, OtherKnobs):
    """All knobs in one place; change any attribute at any time."""
