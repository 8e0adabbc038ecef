"""Every failure that Darkroom names.

DarkroomError
├── RefusedError             a member's wish cannot be taken; its ``text`` is for the member
│   ├── InvalidOptionError   an option or flag is unknown, malformed or out of range
│   ├── ObstaclesError       several things are wrong at once, each with its own error
│   └── FilteredError        a filter says no; what was written is not repeated
├── EngineError              the engine did not do as asked; see ``engine_errors``
├── DeliveryError            Discord did not take an edit; another attempt may succeed
│   ├── RouteChangedError        it was made for a way that no longer works; make it anew
│   ├── ThreadClosedError        its thread is archived, and we may not open it
│   ├── FilesRefusedError        it refuses these files
│   └── MessageGoneError         the message or its channel is gone for good
│       └── OutOfReachError          we may not go there, unless we are let again
├── UndeliveredError         an image cannot be decided about before its job is delivered
├── ConfigurationError       the operator's settings cannot work; one line for each wrong key
└── StoreError               the database cannot be used
    └── StoreRefusedError        it will never take this data
        └── TaskTakenError       another job has this task
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.texts.say import say
from bot.texts.typed import one_line, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        self.given, self._rule = given, rule
        named = (("option", self.option), ("given", typed(given)))
        super().__init__(replace(rule, params=(*rule.params, *named)))

    def named(self, option: str) -> InvalidOptionError:
        """Return the same refusal with the option by another name, such as the flag it was."""
        return InvalidOptionError(option, self.given, self._rule)


class ObstaclesError(RefusedError):
    """Several things are wrong at once: each is said, so that all can be mended in one go."""

    def __init__(self, obstacles: Sequence[RefusedError]) -> None:
        """Take them in the order in which they are said; there is at least one."""
        super().__init__(obstacles[0].text)
        self.obstacles = tuple(obstacles)

    @override
    def __str__(self) -> str:
        return " ".join(map(str, self.obstacles))


class FilteredError(RefusedError):
    """A filter says no. Nothing of what was written is repeated, not even to who wrote it."""


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


class OutOfReachError(MessageGoneError):
    """We may not go there: for good as far as we know, though whoever keeps it may let us again."""


class UndeliveredError(DarkroomError):
    """An image cannot be decided about before its job is delivered: a little later it can."""


class ConfigurationError(DarkroomError):
    """The operator's settings cannot work; one line for each wrong key, never its value."""


class StoreError(DarkroomError):
    """The database cannot be used."""


class StoreRefusedError(StoreError):
    """The database is there and will never take this data: to try again is no use."""


class TaskTakenError(StoreRefusedError):
    """Another job has had this task before."""
