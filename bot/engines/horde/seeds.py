"""How seeds are said, so that each image can be asked for again. Pure.

Seen on a running server: without ``seed_variation`` all images of a request get the same seed;
with it the seed itself never occurs, and the first image has the one after it. 2**32 and above
become 1, and -1 is no number but a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ranges import SEED, Bound

if TYPE_CHECKING:
    from bot.domain.ports import Submission


def said(first: int, images: int) -> dict[str, object]:
    """Return the parameters by which the images have the seeds from ``first`` on."""
    if images == 1:
        return {"seed": str(first)}
    return {"seed": str(first - 1), "seed_variation": 1}


def bound(images: int) -> Bound:
    """Return which first seeds can be said of so many images."""
    return Bound(0, SEED.high) if images == 1 else Bound(1, SEED.high - images + 1)


def made(submission: Submission) -> tuple[int, ...]:
    """Return the seeds of the images of a submission, in order."""
    first = submission.first_seed
    return tuple(range(first, first + submission.request.images))
