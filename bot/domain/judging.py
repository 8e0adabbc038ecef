"""Judge images by what was said of them, whoever said it. Pure; fails closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from bot.domain.capabilities import Detection
from bot.domain.verdict import Finding, Judge, Judged, Treatment, Verdict, held_back, treat

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.policy import Policy
    from bot.domain.verdict import Asked


class Judging(StrEnum):
    """When our own detector judges: the operator's setting."""

    AUTO = "auto"
    """Where the engine gives no confidence."""
    ALWAYS = "always"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Bench:
    """Whose word counts of the images of one job."""

    engine: Detection
    """What its engine says."""
    judging: Judging

    @property
    def engine_judges(self) -> bool:
        """Whether the engine's confidence is needed."""
        return self.engine is Detection.CONFIDENCE

    @property
    def detector_judges(self) -> bool:
        """Whether the detector's score is needed; beside a confidence it cannot clear alone."""
        return self.judging is Judging.ALWAYS or (
            self.judging is Judging.AUTO and not self.engine_judges
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Who judges new images, for people to read."""

    bench: Bench
    engine: str
    """What people call it."""
    detector: str
    """Its name and version; empty when there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was said of one image."""

    detection: object = None
    """``nsfw_detection_result`` exactly as it was parsed from JSON."""
    flagged: bool = False
    """Whether the engine says that it is not safe, by a flag. Without one, nothing is said."""
    withheld: bool = False
    """Whether the engine withholds it, so that what came is not it or must not be seen."""
    score: float | None = None
    """Of the detector, 0 to 100."""
    detector: str | None = None
    """Which was asked; None when none was."""
    resembles: int | None = None
    """The number of the remembered image that it is like; see ``RememberedImages``."""


def judge(
    images: Iterable[Evidence],
    asked: Asked,
    policy: Policy,
    bench: Bench,
    *,
    private: bool,
    hold: bool = False,
) -> tuple[Judged, ...]:
    """Return the judgement of all images of a job by one policy.

    What is like a remembered image waits for a moderator.

    Args:
        images: What was said of each.
        asked: What the submit asked the engine for.
        policy: The one in force at the moment of posting.
        bench: Whose word counts.
        private: Whether nobody but the member will see them.
        hold: Whether they wait for a moderator, whatever is judged of them.

    """
    judged = (_judged(said, asked, policy, bench, private=private) for said in images)
    return tuple(
        held_back(one, private=private) if hold or one.resembles is not None else one
        for one in judged
    )


def _judged(said: Evidence, asked: Asked, policy: Policy, bench: Bench, *, private: bool) -> Judged:
    verdict = decide(said, asked, policy, bench)
    treatment = treat(verdict, policy.action, private=private)
    return Judged(
        verdict,
        Treatment.REPLACED if said.withheld else treatment,
        policy.level,
        policy.action,
        _judge(said, asked, policy, bench),
        said.resembles,
    )


def decide(said: Evidence, asked: Asked, policy: Policy, bench: Bench) -> Verdict:
    """Return the verdict of one image by the tables of docs/moderation.md."""
    if said.withheld:
        return Verdict(Finding.FLAGGED, flagged=True)
    if not policy.detection:
        return Verdict(Finding.CLEAR)
    confidence = _confidence(said.detection) if _is_asked(asked, policy) else None
    threshold, bound = policy.threshold, policy.detector_threshold
    findings = [Finding.FLAGGED] if said.flagged else []
    if bench.engine_judges:
        findings.append(_held_against(threshold, confidence))
    if bench.detector_judges:
        findings.append(_held_against(bound, said.score))
    return Verdict(
        _strictest(findings),
        confidence if bench.engine_judges else None,
        threshold if bench.engine_judges else None,
        flagged=said.flagged,
        score=said.score if bench.detector_judges else None,
        detector_threshold=bound if bench.detector_judges else None,
        detector=said.detector if bench.detector_judges else None,
    )


def _strictest(findings: list[Finding]) -> Finding:
    """Either flags, and what nobody cleared is unknown."""
    if Finding.FLAGGED in findings:
        return Finding.FLAGGED
    if not findings or Finding.UNKNOWN in findings:
        return Finding.UNKNOWN
    return Finding.CLEAR


def _held_against(threshold: float, number: float | None) -> Finding:
    if number is None:
        return Finding.UNKNOWN
    return Finding.CLEAR if number <= threshold else Finding.FLAGGED


def _is_asked(asked: Asked, policy: Policy) -> bool:
    """Whether what the engine was asked for tells enough for the level in force."""
    return asked.detection and asked.level >= policy.level


def _confidence(result: object) -> float | None:
    """Read strictly: a boolean or a string is no confidence, nor is NaN, nor 101."""
    if not isinstance(result, Mapping):
        return None
    parsed = cast("Mapping[object, object]", result)
    confidence = parsed.get("confidence")
    if parsed.get("valid") is not True or isinstance(confidence, bool):
        return None
    if not isinstance(confidence, (int, float)) or not 0 <= confidence <= 100:
        return None
    return float(confidence)


def _judge(said: Evidence, asked: Asked, policy: Policy, bench: Bench) -> Judge:
    if said.withheld:
        return Judge.ENGINE
    if not policy.detection:
        return Judge.NOBODY
    by_engine = said.flagged or (bench.engine_judges and asked.detection)
    by_detector = bench.detector_judges and said.detector is not None
    if by_engine and by_detector:
        return Judge.BOTH
    if by_engine:
        return Judge.ENGINE
    return Judge.DETECTOR if by_detector else Judge.NOBODY
