"""What is told of each image: its seed and how it is known; to moderators, how it was judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.image import SeedSource
from bot.domain.verdict import Finding, Judge
from bot.texts.languages import ENGLISH
from bot.texts.say import say
from bot.texts.text import text
from bot.views.clean import code
from bot.views.shorten import Room

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.domain.image import Image
    from bot.domain.job import Job
    from bot.texts.text import Text

DETECTOR_ROOM = Room(60, 180)
MOST_DETECTORS = 2
"""A job is judged by one, or by another after a restart in the middle of its posting."""

_FINDINGS = {
    Finding.CLEAR: text("details.clear"),
    Finding.FLAGGED: text("details.flagged"),
    Finding.UNKNOWN: text("details.unknown"),
}
_JUDGES = {
    Judge.ENGINE: text("details.judge_engine"),
    Judge.DETECTOR: text("details.judge_detector"),
    Judge.BOTH: text("details.judge_both"),
    Judge.NOBODY: text("details.judge_nobody"),
}


def image_lines(
    job: Job, images: Sequence[Image], *, for_moderators: bool, locale: str = ENGLISH
) -> list[str]:
    """Return the lines, an image after the other."""
    if not images and job.seed is not None:
        return [say(text("result.seed", seed=job.seed), locale)]
    lines: list[str] = []
    for image in images:
        lines.append(say(_seed(image), locale))
        if for_moderators:
            lines.append("-# " + " · ".join(say(each, locale) for each in judged_lines(image)))
    return lines


def detectors(images: Sequence[Image]) -> str:
    """Return the names of our own judges that were asked, if any was."""
    names = dict.fromkeys(image.judged.verdict.detector for image in images)
    return ", ".join(
        code(name, DETECTOR_ROOM) for name in list(filter(None, names))[:MOST_DETECTORS]
    )


def _seed(image: Image) -> Text:
    number, seed = image.number, image.seed.value
    if seed is None:
        return text("details.seed_unknown", number=number)
    match image.seed.source:
        case SeedSource.TOLD:
            return text("details.seed_told", number=number, seed=seed)
        case SeedSource.ASKED:
            return text("details.seed_asked", number=number, seed=seed)
        case SeedSource.DERIVED:
            return text("details.seed_derived", number=number, seed=seed)
        case SeedSource.UNKNOWN:
            return text("details.seed_unknown", number=number)


def judged_lines(image: Image) -> Iterator[Text]:
    """Yield the verdict, what it was made of, the rule then in force, and who judged."""
    judged, verdict = image.judged, image.judged.verdict
    yield _FINDINGS[verdict.finding]
    if verdict.flagged:
        yield text("details.engine_flagged")
    if verdict.confidence is not None or verdict.threshold is not None:
        confidence, threshold = number_words(verdict.confidence), number_words(verdict.threshold)
        yield text("details.confidence", confidence=confidence, threshold=threshold)
    if verdict.score is not None or verdict.detector_threshold is not None:
        score, threshold = number_words(verdict.score), number_words(verdict.detector_threshold)
        yield text("details.score", score=score, threshold=threshold)
    yield text("details.rule", level=judged.level, action=judged.action.value)
    yield _JUDGES[judged.judge]


def number_words(value: float | None) -> float | int | str:
    """Return a number as it is said, without a point that tells nothing."""
    if value is None:
        return "–"
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded
