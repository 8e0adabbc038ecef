"""What the message of a job shows, before its end and at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.image import UNKNOWN_SEED

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.image import ImageSeed
    from bot.domain.ports.picture import Picture
    from bot.domain.verdict import Treatment, Verdict
    from bot.texts.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a job's message says before its end."""

    place_in_queue: int | None = None
    """From 1; None when it is not queued."""
    engine_place: int | None = None
    """In the engine's own queue, from 1; None when it tells none."""
    estimate_at: datetime | None = None
    """When the images may be expected. Once it lies in the past, say ``is_late`` instead."""
    progress: int | None = None
    is_late: bool = False
    """It takes longer than was expected; no estimate is told then."""
    waits_for_engine: bool = False
    """It could be sent, were it not for the engine's limit."""
    opens_at: datetime | None = None
    """When the engine takes something again, where it takes nothing from anybody till then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedImage:
    """One image of a result: what is known of it and what the channel may see."""

    number: int
    """From 1."""
    verdict: Verdict
    treatment: Treatment
    picture: Picture | None
    """What is uploaded, already blurred if it has to be; None when nothing is."""
    seed: ImageSeed = UNKNOWN_SEED
    reviewed: bool = False
    """Whether a moderator decided that it is shown like this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said of a result that its rows do not tell; see ``Result``."""

    metadata: bool = False
    stars: bool = False
    engine: str = ""


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a delivered job posts."""

    images: tuple[PostedImage, ...]
    seed: int | None
    seconds: float
    """From acceptance to posting."""
    engine: str = ""
    """What people call the engine that made it, where it is not the usual one."""
    notes: tuple[Text, ...] = ()
    """What members should know of the images, such as what they were made without."""
    metadata: bool = False
    """Whether the files of images that are not blurred carry the settings: the policy's word."""
    stars: bool = False
    """Whether there is a star to press: likewise."""
