"""Every way in which an engine fails us.

EngineError                  the engine did not do as asked; says its ``kind``
├── RejectedRequestError     it will never take this request
├── RefusedPromptError       it refuses this prompt
├── BadKeyError              our key is missing, wrong or not allowed
├── NoBalanceError           the account is out of credit
├── TooCostlyError           this request costs more than the account has; others may not
├── UnknownModelError        it does not know the checkpoint
├── RateLimitedError         too much at once; may carry ``retry_after``
│   └── PacedError           it would be, so that we did not ask yet
├── RouteGoneError           the route no longer exists
├── TaskNotFoundError        it does not know the task
├── TaskFailedError          the task ended without images
├── ResultLostError          the task is gone for good, and may be submitted anew
├── OutOfMemoryError         its machine has too little memory for this request
├── EngineAbsentError        the engine of a job is not set up any more
├── ServerFaultError         a fault on its side
├── NetworkFaultError        no answer came
│   └── SilentError              not for as long as was waited
├── MalformedReplyError      the answer is not of the documented form
├── ReplyLostError           a submit may have made a task, but its reply was lost
└── ImageError               an image could not be fetched whole, or is too large
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from bot.errors import DarkroomError
from bot.failure_kinds import FailureKind


class Scope(StrEnum):
    """Whom a refusal of an engine concerns."""

    REQUEST = "request"
    MEMBER = "member"
    """Whoever asked has to slow down: their requests put all others at risk."""
    ENGINE = "engine"
    """Nothing is taken from anybody until ``retry_after`` is over."""


class EngineError(DarkroomError):
    """The engine did not do as asked. The text is for the operator's log, never for members."""

    kind: ClassVar[FailureKind] = FailureKind.SERVER_FAULT
    transient: bool = False
    """Whether the same call may succeed a little later."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        reason: str = "",
        retry_after: float | None = None,
        transient: bool | None = None,
        scope: Scope = Scope.REQUEST,
    ) -> None:
        """Remember the HTTP status and the engine's reason; ``retry_after`` is in seconds.

        ``transient`` says otherwise than the class does; ``scope``, whom else it concerns.
        """
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.retry_after = retry_after
        self.scope = scope
        if transient is not None:
            self.transient = transient


class RejectedRequestError(EngineError):
    """The engine will never take this request."""

    kind = FailureKind.REJECTED


class RefusedPromptError(EngineError):
    """The engine refuses this prompt."""

    kind = FailureKind.PROMPT_REFUSED


class BadKeyError(EngineError):
    """Our key is missing, wrong or not allowed to do this."""

    kind = FailureKind.BAD_KEY


class NoBalanceError(EngineError):
    """The account is out of credit."""

    kind = FailureKind.NO_BALANCE


class TooCostlyError(EngineError):
    """This request costs more than the account has; the engine takes others."""

    kind = FailureKind.TOO_COSTLY


class UnknownModelError(EngineError):
    """The engine does not know the checkpoint."""

    kind = FailureKind.MODEL_UNKNOWN


class RateLimitedError(EngineError):
    """Too much at once."""

    kind = FailureKind.RATE_LIMITED
    transient = True


class PacedError(RateLimitedError):
    """It would be too much at once by what we know ourselves: nothing was sent."""


class RouteGoneError(EngineError):
    """The route no longer exists."""

    kind = FailureKind.ROUTE_GONE


class TaskNotFoundError(EngineError):
    """The engine does not know the task."""

    kind = FailureKind.TASK_LOST


class TaskFailedError(EngineError):
    """The task ended without images."""

    kind = FailureKind.TASK_FAILED


class ResultLostError(EngineError):
    """The task is gone for good, as when its server was started anew; it may be submitted anew."""

    kind = FailureKind.RESULT_LOST


class OutOfMemoryError(EngineError):
    """The engine's machine has too little memory for this request."""

    kind = FailureKind.OUT_OF_MEMORY


class EngineAbsentError(EngineError):
    """The engine that a job was sent to is not set up any more."""

    kind = FailureKind.ENGINE_ABSENT


class ServerFaultError(EngineError):
    """A fault on the engine's side."""

    kind = FailureKind.SERVER_FAULT
    transient = True


class NetworkFaultError(EngineError):
    """No answer came; raised for a submit only when nothing was sent."""

    kind = FailureKind.NETWORK_FAULT
    transient = True


class SilentError(NetworkFaultError):
    """Nothing came for as long as was waited: who asks at once again waits as long again."""


class MalformedReplyError(EngineError):
    """The answer is not of the documented form."""

    kind = FailureKind.MALFORMED_REPLY
    transient = True


class ReplyLostError(EngineError):
    """A submit may have made a task, but its reply was lost."""

    kind = FailureKind.REPLY_LOST


class ImageError(EngineError):
    """An image could not be fetched whole, is of a wrong type or too large."""

    kind = FailureKind.IMAGE_UNAVAILABLE
