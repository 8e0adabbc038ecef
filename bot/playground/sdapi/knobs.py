"""What a test may change about the stand-in at any moment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Flavour(StrEnum):
    """Which server it behaves as."""

    A1111 = "a1111"
    OLD = "old"
    """A1111 of before 1.9: schedulers are part of a sampler's name."""
    NOWEBUI = "nowebui"
    """A1111 without its pages: no progress by task."""
    FORGE = "forge"
    """No list of VAEs."""
    SDNEXT = "sdnext"
    """Interrupts answer 204, and there is a limiter."""
    SDCPP = "sdcpp"
    """stable-diffusion.cpp, with an API of its own."""


@dataclass
class Knobs:
    """All knobs in one place; change any attribute at any time."""

    flavour: Flavour = Flavour.A1111
    api_on: bool = True
    """Whether it was started with ``--api``."""
    run_ms: float = 2500
    """For one image of 512x512 at 20 steps; other work scales it."""
    jitter: float = 0.1
    """Share by which the run time varies either way."""
    speed: float = 1
    """Divides run times."""
    latency_ms: tuple[float, float] = (2, 12)
    """Of every answer, part of it before something is changed."""
    load_ms: float = 1500
    """To load another checkpoint."""
    duration: float | None = None
    """Exact seconds of the tasks to come; wins over the above."""
    hold: bool = False
    """Whether a task that runs goes on until it is released."""
    plain_images: bool = False
    """Flat colour instead of a scene."""
    oom_pixels: int | None = None
    """Pixels of an image above which memory runs out."""
    oom_shape: str = "json"
    """``json`` as A1111 has it, or ``text`` as a server without its error handler."""
    grid: bool = False
    """Whether a grid comes before the images of a batch."""
    extra_images: int = 0
    """Maps that an extension appends."""
    info: bool = True
    metadata: bool = True
    """Whether files tell how they were made."""
    broken_image: int | None = None
    """Which image of an answer is no base64."""
    per_minute: int | None = None
    """What SD.Next's limiter allows, of which an image request takes five; None is 300 there."""
    max_queue: int = 16
    """Jobs that stable-diffusion.cpp takes at once."""
    result_life_s: float = 600
    """For how long stable-diffusion.cpp keeps a result."""
    fails: bool = False
    """Whether stable-diffusion.cpp's jobs fail."""
    fail_next: bool = False
    """Whether the next task to be accepted fails; false again once it is."""
