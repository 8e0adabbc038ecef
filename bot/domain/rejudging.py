"""Judge an image once more, by what its row kept of what was said of it. Pure; fails closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.capabilities import Detection
from bot.domain.judging import Bench, Evidence, Judging, judge
from bot.domain.verdict import Asked, Treatment, is_stricter

if TYPE_CHECKING:
    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.domain.policy import Policy
    from bot.domain.verdict import Judged, Verdict


def rejudged(
    job: Job, image: Image, policy: Policy, bench: Bench, *, resembles: int | None = None
) -> Judged:
    """Return how an image is judged by a policy of now, and by what it ``resembles``.

    What nobody was asked when it was made is unknown: a row keeps no answer to it.
    """
    asked = Asked(job.detection_asked, job.detection_level)
    [now] = judge(
        [_evidence(image, resembles)],
        asked,
        policy,
        bench,
        private=job.request.private,
        hold=bool(job.hold),
    )
    return now


def rejudged_by_all(job: Job, image: Image, policy: Policy, bench: Bench | None) -> Judged:
    """Return how an image is judged by whoever judges now, and by whoever judged it then.

    The stricter counts: what somebody said against an image is not forgotten when the operator
    asks somebody else. ``bench`` is None where its engine is gone.
    """
    then = rejudged(job, image, policy, bench_then(image.judged.verdict))
    if bench is None:
        return then
    now = rejudged(job, image, policy, bench)
    return then if is_stricter([then], [now]) else now


def bench_then(verdict: Verdict) -> Bench:
    """Return whose word counted in a verdict, by what it was held against."""
    engine = Detection.NONE if verdict.threshold is None else Detection.CONFIDENCE
    return Bench(engine, Judging.OFF if verdict.detector_threshold is None else Judging.ALWAYS)


def _evidence(image: Image, resembles: int | None) -> Evidence:
    verdict = image.judged.verdict
    confidence = verdict.confidence
    return Evidence(
        detection=None if confidence is None else {"valid": True, "confidence": confidence},
        flagged=verdict.flagged,
        withheld=image.judged.treatment is Treatment.REPLACED,
        score=verdict.score,
        detector=verdict.detector,
        resembles=resembles,
    )
