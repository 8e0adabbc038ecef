"""What a job says to members, by its state, its failure and the verdicts of its images."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bot.domain.job import JobState
from bot.domain.verdict import Finding, Treatment
from bot.failure_kinds import FailureKind
from bot.texts.text import Text, text

if TYPE_CHECKING:
    from bot.domain.job import Job

STATES: dict[JobState, Text] = {
    JobState.QUEUED: text("status.queued"),
    JobState.SUBMITTING: text("status.submitting"),
    JobState.RUNNING: text("status.running"),
    JobState.DELIVERING: text("status.delivering"),
    JobState.DELIVERED: text("status.delivered"),
    JobState.FAILED: text("status.failed"),
    JobState.CANCELLED: text("status.cancelled"),
}
"""What a job is doing, or how it ended."""

LATE = text("status.late")
WAITING = text("status.waiting")


class Failure(NamedTuple):
    """Why a job failed, and what the member can do."""

    why: Text
    advice: Text


_TELL_OPERATOR = text("advice.tell_operator")
_AGAIN = text("advice.again_later")
_MAY_BE_CHARGED = text("advice.again_may_be_charged")
_ONCE_MORE = text("advice.again")
_CHANGE_PROMPT = text("advice.change_prompt")

FAILURES: dict[FailureKind, Failure] = {
    FailureKind.REJECTED: Failure(text("failure.rejected"), text("advice.change_options")),
    FailureKind.PROMPT_REFUSED: Failure(text("failure.prompt_refused"), text("advice.reword")),
    FailureKind.PROMPT_SUSPICIOUS: Failure(
        text("failure.prompt_suspicious"), text("advice.slow_down")
    ),
    FailureKind.SLOWED_DOWN: Failure(text("failure.slowed_down"), text("advice.slow_down")),
    FailureKind.BAD_KEY: Failure(text("failure.bad_key"), _TELL_OPERATOR),
    FailureKind.NO_BALANCE: Failure(text("failure.no_balance"), _TELL_OPERATOR),
    FailureKind.TOO_COSTLY: Failure(text("failure.too_costly"), text("advice.cheaper")),
    FailureKind.MODEL_UNKNOWN: Failure(text("failure.model_unknown"), text("advice.other_model")),
    FailureKind.RATE_LIMITED: Failure(text("failure.rate_limited"), _AGAIN),
    FailureKind.ROUTE_GONE: Failure(text("failure.route_gone"), _TELL_OPERATOR),
    FailureKind.TASK_LOST: Failure(text("failure.task_lost"), _MAY_BE_CHARGED),
    FailureKind.RESULT_LOST: Failure(text("failure.result_lost"), _AGAIN),
    FailureKind.TASK_FAILED: Failure(text("failure.task_failed"), text("advice.change_anything")),
    FailureKind.SERVER_FAULT: Failure(text("failure.server_fault"), _AGAIN),
    FailureKind.NETWORK_FAULT: Failure(text("failure.network_fault"), _AGAIN),
    FailureKind.MALFORMED_REPLY: Failure(text("failure.malformed_reply"), _AGAIN),
    FailureKind.REPLY_LOST: Failure(text("failure.reply_lost"), _MAY_BE_CHARGED),
    FailureKind.IMAGE_UNAVAILABLE: Failure(
        text("failure.image_unavailable"), text("advice.smaller")
    ),
    FailureKind.NO_IMAGES: Failure(text("failure.no_images"), _CHANGE_PROMPT),
    FailureKind.OUT_OF_MEMORY: Failure(text("failure.out_of_memory"), text("advice.less_work")),
    FailureKind.ENGINE_ABSENT: Failure(text("failure.engine_absent"), _TELL_OPERATOR),
    FailureKind.TIMED_OUT: Failure(text("failure.timed_out"), text("advice.less_work")),
    FailureKind.SWITCHED_OFF: Failure(text("failure.switched_off"), text("advice.ask_moderators")),
    FailureKind.FILTERED: Failure(text("failure.filtered"), text("advice.ask_else")),
    FailureKind.MODEL_FORBIDDEN: Failure(
        text("failure.model_forbidden"), text("advice.other_model")
    ),
    FailureKind.FILES_REFUSED: Failure(text("failure.files_refused"), text("advice.smaller_files")),
    FailureKind.MESSAGE_GONE: Failure(text("failure.message_gone"), text("advice.ask_again")),
    FailureKind.THREAD_CLOSED: Failure(text("failure.thread_closed"), text("advice.open_thread")),
    FailureKind.UNANSWERED: Failure(text("failure.unanswered"), _ONCE_MORE),
    FailureKind.BUG: Failure(text("failure.bug"), text("advice.noted")),
}

_CANCELLED = {
    (False, False): text("end.not_sent"),
    (False, True): text("end.free"),
    (True, False): text("end.sent"),
    (True, True): text("end.may_be_charged"),
}
"""By whether it was sent, and whether that costs money."""

LABEL = text("result.label")


def cancelled(job: Job) -> Text:
    """Say what a cancelled job leaves behind."""
    return _CANCELLED[job.first_submit_at is not None, job.costs_money]


def advice(job: Job) -> Text:
    """Say what a member can do about a job that failed, and what that may cost whom."""
    told = FAILURES[job.failure or FailureKind.BUG].advice
    return _ONCE_MORE if told is _MAY_BE_CHARGED and not job.costs_money else told


def for_member(job: Job) -> Text:
    """Say whose job it is."""
    return text("end.for_member", member=f"<@{job.user_id}>")


_MISSING = text("image.missing")
_REMOVED = text("image.removed")
_REPLACED = text("image.replaced")
_FLAGGED = {
    Treatment.BLURRED: text("image.flagged_blurred"),
    Treatment.SPOILERED: text("image.flagged_spoilered"),
    Treatment.HELD: text("image.flagged_held"),
    Treatment.REFUSED: text("image.flagged_refused"),
}
_UNKNOWN = {
    Treatment.BLURRED: text("image.unknown_blurred"),
    Treatment.SPOILERED: text("image.unknown_spoilered"),
    Treatment.HELD: text("image.unknown_held"),
    Treatment.REFUSED: text("image.unknown_refused"),
}
_CLEAR = {
    Treatment.BLURRED: text("image.reported_blurred"),
    Treatment.HELD: text("image.held"),
    Treatment.REFUSED: text("image.refused"),
}
"""What somebody else than a judge withholds: reports, or a prompt that moderators look at."""

_BY_FINDING = {Finding.FLAGGED: _FLAGGED, Finding.UNKNOWN: _UNKNOWN, Finding.CLEAR: _CLEAR}

_ALT = {
    Finding.FLAGGED: text("alt.flagged"),
    Finding.UNKNOWN: text("alt.unknown"),
    Finding.CLEAR: text("alt.reported"),
}


def blurred_alt(finding: Finding) -> Text:
    """Describe a blurred image to those who cannot see it."""
    return _ALT[finding]


_KEPT = {
    Treatment.BLURRED: text("image.kept_blurred"),
    Treatment.HELD: text("image.kept_held"),
}
"""What moderators looked at, and left as it is."""


def image_note(
    number: int, finding: Finding, treatment: Treatment, *, is_reviewed: bool = False
) -> Text | None:
    """Return what is said of one image, or None when it is simply shown."""
    if treatment is Treatment.SHOWN:
        return None
    by_treatment = _UNKNOWN | _BY_FINDING[finding]
    always = {
        Treatment.MISSING: _MISSING,
        Treatment.REMOVED: _REMOVED,
        Treatment.REPLACED: _REPLACED,
    }
    by_moderators = _KEPT if is_reviewed else {}
    said = (always | by_treatment | by_moderators)[treatment]
    return replace(said, params=(("number", number),))


def duration(seconds: float) -> Text:
    """Say a duration in the units that people use."""
    whole = round(seconds)
    if seconds < 9.95:
        return text("duration.seconds", seconds=round(max(0.0, seconds), 1))
    if whole < 60:
        return text("duration.seconds", seconds=whole)
    minutes, rest = divmod(whole, 60)
    if rest:
        return text("duration.minutes_seconds", minutes=minutes, seconds=rest)
    return text("duration.minutes", minutes=minutes)
