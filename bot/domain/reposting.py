"""Which images of a result may be shown once more, in another place, and in what form. Pure.

What its own channel withholds is shown nowhere, not even where the rules are milder: blurred, held,
refused, removed. What it shows is judged again by the rules of the other place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.domain.job import JobState
from bot.domain.rejudging import rejudged_by_all
from bot.domain.verdict import Finding, Treatment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.judging import Bench
    from bot.domain.policy import Policy


class Bar(StrEnum):
    """Why nothing of an image is shown in a place."""

    ABSENT = "absent"
    """There is none of this number, or none that was ever shown."""
    CHANNEL = "channel"
    """Its own channel withholds it."""
    RULES = "rules"
    """The rules of the place withhold it."""
    OFF = "off"
    """Image generation is switched off there."""
    REMEMBERED = "remembered"
    """It is like one that is not to come again in its server."""


_FORMS = (Treatment.SHOWN, Treatment.SPOILERED, Treatment.BLURRED)
"""How an image may be seen, the plainest first."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How one image may be seen in a place: in some form, or not at all."""

    number: int
    finding: Finding = Finding.UNKNOWN
    form: Treatment | None = None
    """``SHOWN``, ``SPOILERED`` or ``BLURRED``; None where ``bar`` says why not."""
    bar: Bar | None = None


def fits(
    job: Job,
    images: Sequence[Image],
    numbers: Iterable[int],
    policy: Policy,
    bench: Bench | None,
    *,
    blurs: bool,
) -> tuple[Fit, ...]:
    """Return how images of a job may be seen where a policy holds.

    Args:
        job: Their job.
        images: All its rows, as they are now.
        numbers: Of the images that are asked for.
        policy: Of the place where they are to be shown.
        bench: Whose word counts now of what the job's engine makes; None where that is gone.
        blurs: Whether what is flagged there is shown blurred; else it is left out.

    """
    rows = {image.number: image for image in images}
    return tuple(
        _fit(job, number, rows.get(number), policy, bench, blurs=blurs) for number in numbers
    )


def leaving_out(told: Iterable[Fit], remembered: Collection[int]) -> tuple[Fit, ...]:
    """Return how images may be seen, of which some are like one that is not to come again."""
    return tuple(
        Fit(it.number, it.finding, bar=Bar.REMEMBERED)
        if it.form is not None and it.number in remembered
        else it
        for it in told
    )


@dataclass(frozen=True, slots=True)
class Showing:
    """What of a result may be seen in a place at one moment."""

    fits: tuple[Fit, ...]
    metadata: bool
    """Whether files may carry the settings."""

    @property
    def seen(self) -> tuple[Fit, ...]:
        """Those of which something is shown."""
        return tuple(fit for fit in self.fits if fit.form is not None)

    def is_less_than(self, other: Showing) -> bool:
        """Whether what was shown at another moment may not stay."""
        return (other.metadata and not self.metadata) or is_less(self.fits, other.fits)


def is_less(now: Sequence[Fit], then: Sequence[Fit]) -> bool:
    """Whether less may be seen of any image now than then."""
    return any(_hidden(new) > _hidden(old) for new, old in zip(now, then, strict=True))


def _hidden(fit: Fit) -> int:
    return len(_FORMS) if fit.form is None else _FORMS.index(fit.form)


def _fit(
    job: Job, number: int, image: Image | None, policy: Policy, bench: Bench | None, *, blurs: bool
) -> Fit:
    if not policy.enabled:
        return Fit(number, bar=Bar.OFF)
    if image is None:
        return Fit(number, bar=Bar.ABSENT)
    there = image.judged.treatment
    if not _is_seen(job, image):
        return Fit(number, bar=Bar.ABSENT if there is Treatment.MISSING else Bar.CHANNEL)
    judged = rejudged_by_all(job, image, policy, bench)
    form = judged.treatment
    if there is Treatment.SPOILERED and form is Treatment.SHOWN:
        form = Treatment.SPOILERED
    if form not in _FORMS or (form is Treatment.BLURRED and not blurs):
        return Fit(number, judged.verdict.finding, bar=Bar.RULES)
    return Fit(number, judged.verdict.finding, form)


def _is_seen(job: Job, image: Image) -> bool:
    """Whether its own message shows the image itself, as far as we know.

    Of a job that is just being posted the message alone can tell, which is looked at before
    anything is shown.
    """
    seen = image.judged.treatment in {Treatment.SHOWN, Treatment.SPOILERED}
    may_be_there = image.shown or job.state is JobState.DELIVERING
    return seen and may_be_there and image.file is not None
