"""Every failure that Darkroom names.

DarkroomError
├── RefusedError             a member's wish cannot be taken; its ``text`` is for the member
│   └── InvalidOptionError   an option or flag is unknown, malformed or out of range
├── EngineError              the engine did not do as asked; says its ``kind``
│   ├── RejectedRequestError     it will never take this request
│   ├── RefusedPromptError       it refuses this prompt
│   ├── BadKeyError              our key is missing, wrong or not allowed
│   ├── NoBalanceError           the account is out of credit
│   ├── UnknownModelError        it does not know the checkpoint
│   ├── RateLimitedError         too much at once; may carry ``retry_after``
│   ├── RouteGoneError           the route no longer exists
│   ├── TaskNotFoundError        it does not know the task
│   ├── TaskFailedError          the task ended without images
│   ├── ServerFaultError         a fault on its side
│   ├── NetworkFaultError        no answer came
│   ├── MalformedReplyError      the answer is not of the documented form
│   ├── ReplyLostError           a submit may have made a task, but its reply was lost
│   └── ImageError               an image could not be fetched whole, or is too large
├── DeliveryError            Discord did not take an edit; another attempt may succeed
│   ├── RouteChangedError        it was made for a way that no longer works; make it anew
│   ├── ThreadClosedError        its thread is archived, and we may not open it
│   ├── FilesRefusedError        it refuses these files
│   └── MessageGoneError         the message or its channel is gone for good
├── ConfigurationError       the operator's settings cannot work; one line for each wrong key
└── StoreError               the database cannot be used
    └── StoreRefusedError        it will never take this data
        └── TaskTakenError       another job has this task
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from bot.failure_kinds import FailureKind
from bot.texts.say import say
from bot.texts.typed import one_line, typed

if TYPE_CHECKING:
    from bot.texts.text import Text


class DarkroomError(Exception):
    """Root of every failure we raise on purpose."""


class RefusedError(DarkroomError):
    """A member's wish cannot be taken. ``text`` is said to that member in their language."""

    def __init__(self, text: Text) -> None:
        """Take the sentence that says why, and what may be done."""
        super().__init__(text)
        self.text = text

    @override
    def __str__(self) -> str:
        """For logs, which are English."""
        return say(self.text)


class InvalidOptionError(RefusedError):
    """An option or flag is wrong; the text names it, what was given and what is allowed."""

    def __init__(self, option: str, given: object, rule: Text) -> None:
        """Say what ``option`` takes: ``rule`` gets the params ``option`` and ``given``."""
        # A flag may be as long as the prompt it stands in; a message takes 2,000 characters.
        self.option = one_line(option, 60)
        named = (("option", self.option), ("given", typed(given)))
        super().__init__(replace(rule, params=(*rule.params, *named)))


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
    ) -> None:
        """Remember the HTTP status and the engine's reason; ``retry_after`` is in seconds.

        ``transient`` says otherwise than the class does.
        """
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.retry_after = retry_after
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


class UnknownModelError(EngineError):
    """The engine does not know the checkpoint."""

    kind = FailureKind.MODEL_UNKNOWN


class RateLimitedError(EngineError):
    """Too much at once."""

    kind = FailureKind.RATE_LIMITED
    transient = True


class RouteGoneError(EngineError):
    """The route no longer exists."""

    kind = FailureKind.ROUTE_GONE


class TaskNotFoundError(EngineError):
    """The engine does not know the task."""

    kind = FailureKind.TASK_LOST


class TaskFailedError(EngineError):
    """The task ended without images."""

    kind = FailureKind.TASK_FAILED


class ServerFaultError(EngineError):
    """A fault on the engine's side."""

    kind = FailureKind.SERVER_FAULT
    transient = True


class NetworkFaultError(EngineError):
    """No answer came; raised for a submit only when nothing was sent."""

    kind = FailureKind.NETWORK_FAULT
    transient = True


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


class DeliveryError(DarkroomError):
    """Discord did not take an edit; another attempt may succeed."""

    def __init__(
        self, message: str, *, may_land: bool = False, retry_after: float | None = None
    ) -> None:
        """Remember what the next attempt must know.

        Args:
            message: For the operator's log.
            may_land: Whether Discord may have taken the edit all the same, or still will.
            retry_after: Seconds that Discord asks us to wait.

        """
        super().__init__(message)
        self.may_land = may_land
        self.retry_after = retry_after


class RouteChangedError(DeliveryError):
    """The edit was made for a way to the message that no longer works; another may."""


class ThreadClosedError(DeliveryError):
    """The message is in an archived thread that we may not open."""


class FilesRefusedError(DeliveryError):
    """Discord refuses these files."""


class MessageGoneError(DeliveryError):
    """The message or its channel is gone for good, or was never ours to reach again."""


class ConfigurationError(DarkroomError):
    """The operator's settings cannot work; one line for each wrong key, never its value."""


class StoreError(DarkroomError):
    """The database cannot be used."""


class StoreRefusedError(StoreError):
    """The database is there and will never take this data: to try again is no use."""


class TaskTakenError(StoreRefusedError):
    """Another job has had this task before."""
