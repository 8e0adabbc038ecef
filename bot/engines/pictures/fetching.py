"""What fetching an image is: its bounds, its failures, and what a status means. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.engine_errors import ImageError, RateLimitedError, ServerFaultError

if TYPE_CHECKING:
    from bot.domain.ports import Picture
    from bot.engine_errors import EngineError


class ExpiredError(ImageError):
    """The address is missing or no longer good (403); a fresh one may be."""


class Fetch(Protocol):
    """Fetch one image file."""

    async def __call__(self, url: str, /) -> Picture:
        """Raise ExpiredError when a fresh address may help, else ImageError."""
        ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one image file may be."""

    max_bytes: int
    max_pixels: int
    seconds: float = 60.0
    """For all of it; what it waits for its neighbours does not count."""
    grace_seconds: float = 10.0
    """For so long no rate is asked of it."""
    lowest_rate: float = 8_000.0
    """Bytes a second, on average, that it must bring after these."""


def lost(error: EngineError) -> ImageError:
    """Return what a failure means for an image; what passes still passes."""
    return ImageError(
        str(error),
        status=error.status,
        reason=error.reason,
        retry_after=error.retry_after,
        transient=error.transient,
    )


def raise_for_status(status: int) -> None:
    """Raise unless a download may be read.

    Raises:
        ExpiredError: 403.
        ImageError: the file is not to be had.
        EngineError: a transient one; it may be had a little later.

    """
    match status:
        case 200:
            return
        case 403:
            raise ExpiredError("the image's address has expired", status=status)
        case 429:
            raise RateLimitedError("too many downloads", status=status)
        case _ if status in {408, 425} or status >= 500:
            raise ServerFaultError("the image could not be served", status=status)
        case _:
            raise ImageError(f"the image's address answered {status}", status=status)
