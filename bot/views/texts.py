"""Every sentence that a job says to members."""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.job import JobState
from bot.domain.verdict import Finding, Treatment
from bot.errors import FailureKind

STATES: dict[JobState, str] = {
    JobState.QUEUED: "In the queue",
    JobState.SUBMITTING: "Starting",
    JobState.RUNNING: "Generating",
    JobState.DELIVERING: "Posting",
    JobState.DELIVERED: "Done",
    JobState.FAILED: "This did not work",
    JobState.CANCELLED: "Cancelled",
}
"""What a job is doing, or how it ended."""

LATE = "takes longer than usual"
WAITING = "waiting for the image engine's limit"


class Failure(NamedTuple):
    """Why a job failed, and what the member can do."""

    why: str
    advice: str


_TELL_OPERATOR = "Please tell whoever runs this bot; trying again will not help until then."
_AGAIN = "Please try again in a few minutes."

FAILURES: dict[FailureKind, Failure] = {
    FailureKind.REJECTED: Failure(
        "The image engine does not take this request.",
        "Change the options, the model or a LoRA, then try again.",
    ),
    FailureKind.PROMPT_REFUSED: Failure(
        "The image engine refuses this prompt.", "Word it differently, then try again."
    ),
    FailureKind.BAD_KEY: Failure("The image engine refuses the bot's key.", _TELL_OPERATOR),
    FailureKind.NO_BALANCE: Failure(
        "The bot's account at the image engine is out of credit.", _TELL_OPERATOR
    ),
    FailureKind.MODEL_UNKNOWN: Failure(
        "The image engine does not know this model.",
        "Choose another from the list that `model` offers.",
    ),
    FailureKind.RATE_LIMITED: Failure("The image engine is too busy.", _AGAIN),
    FailureKind.ROUTE_GONE: Failure(
        "The image engine no longer offers this kind of generation.", _TELL_OPERATOR
    ),
    FailureKind.TASK_LOST: Failure(
        "The image engine lost the task.", "Please try again. It may still be billed."
    ),
    FailureKind.TASK_FAILED: Failure(
        "The image engine could not make these images.",
        "Try again, or change the prompt, the model or the options.",
    ),
    FailureKind.SERVER_FAULT: Failure("The image engine has a fault.", _AGAIN),
    FailureKind.NETWORK_FAULT: Failure("The image engine could not be reached.", _AGAIN),
    FailureKind.MALFORMED_REPLY: Failure("The image engine answered nonsense.", _AGAIN),
    FailureKind.REPLY_LOST: Failure(
        "The image engine's reply was lost, twice.", "Please try again. It may still be billed."
    ),
    FailureKind.IMAGE_UNAVAILABLE: Failure(
        "The images could not be fetched, or are too large.",
        "Please try again, with a smaller size if this repeats.",
    ),
    FailureKind.NO_IMAGES: Failure(
        "The image engine finished without any image.", "Try again, or change the prompt."
    ),
    FailureKind.TIMED_OUT: Failure(
        "It took too long.", "Please try again, with fewer images or steps if this repeats."
    ),
    FailureKind.SWITCHED_OFF: Failure(
        "Image generation was switched off in this channel before the images were ready.",
        "Ask the moderators, or use another channel.",
    ),
    FailureKind.FILES_REFUSED: Failure(
        "The images were made, but Discord refuses the files.",
        "Try again with fewer or smaller images, or ask whether I may attach files here.",
    ),
    FailureKind.MESSAGE_GONE: Failure(
        "The message for the images is gone.", "Please ask for them again."
    ),
    FailureKind.THREAD_CLOSED: Failure(
        "The images were made, but this thread was closed before they could be posted.",
        "Open the thread and ask for them again.",
    ),
    FailureKind.UNANSWERED: Failure(
        "The first answer did not reach Discord, so nothing was started.", "Please try again."
    ),
    FailureKind.BUG: Failure(
        "Something broke on our side.", "It has been noted. Please try again."
    ),
}

CANCELLED_FREE = "Nothing was sent to the image engine, so nothing is billed."
CANCELLED_LATE = "It had already been sent to the image engine and may still be billed."

BLURRED_ALT = "Blurred: flagged by NSFW detection"
BLURRED_UNKNOWN_ALT = "Blurred: NSFW detection could not check it"

LABEL = "AI-generated"

_WHY: dict[Finding, str] = {
    Finding.CLEAR: "is clear",
    Finding.FLAGGED: "was flagged",
    Finding.UNKNOWN: "could not be checked",
}
_THEN: dict[Treatment, str] = {
    Treatment.BLURRED: "and is blurred",
    Treatment.SPOILERED: "and is behind a spoiler",
    Treatment.HELD: "and is held back",
    Treatment.REFUSED: "and is not shown",
}


def image_note(number: int, finding: Finding, treatment: Treatment) -> str | None:
    """Return what is said of one image, or None when it is simply shown."""
    match treatment:
        case Treatment.SHOWN:
            return None
        case Treatment.MISSING:
            return f"Image {number} could not be fetched from the image engine."
        case Treatment.REMOVED:
            return f"Image {number} was removed by the moderators."
        case _:
            return f"Image {number} {_WHY[finding]} {_THEN[treatment]}."


def duration(seconds: float) -> str:
    """Say a duration in the units that people use."""
    whole = round(seconds)
    if seconds < 9.95:
        return f"{max(0.0, seconds):.1f} s"
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"
