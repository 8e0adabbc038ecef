"""An engine's stand-in, in words that all of them share: what a promise is told with."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from contextlib import AbstractAsyncContextManager

    from bot.failure_kinds import FailureKind

When = Literal["before", "after"]
"""Whether a reply is lost before the engine has taken the request, or after."""

QUICK = 0.05
"""Seconds that a task takes unless it is held."""


@dataclass(frozen=True, slots=True)
class Made:
    """A task that the engine took, as it stands."""

    prompt: str
    seeds: tuple[int, ...]
    """Of its images, in order."""
    is_ended: bool
    """Whether somebody ended it before its time."""


class Met(Protocol):
    """A fault in waiting."""

    met: int
    """How many requests have met it so far, answered or not."""


class Rig(ABC):
    """One engine, and what a test may do to it."""

    name: str
    title: str
    model: str
    """That is used where none is asked for; the database has seen quick tasks of it."""
    extension: str
    """Of the files that it makes."""
    refused: tuple[str, str, str]
    """An option, a value of it that it does not take, and both as they are typed."""
    unused: tuple[str, str]
    """What it does not take as a pasted block says it, and how the note on that begins."""
    may_fail: Sequence[str] = ("fault",)
    """How a task may fail: ``fault`` or ``memory``."""
    ends_running: bool = True
    """Whether one that runs can be ended."""
    ends_waiting: bool = True
    """Whether one that waits can be ended."""
    loses_images: bool = True
    """Whether ``lose_images`` can be done to it."""
    answers_at_once: bool = True
    """Whether a submit is answered before the images are made."""
    lost_after: int = 2
    """Tasks there are when the reply to a submit was lost after it was taken."""

    @property
    @abstractmethod
    def stand_in(self) -> AbstractAsyncContextManager[Any]:
        """The stand-in itself."""

    @property
    @abstractmethod
    def address(self) -> dict[str, Any]:
        """The settings that lead to it."""

    @property
    @abstractmethod
    def tasks(self) -> list[Made]:
        """All that it has taken, oldest first, as they stand; not those of others."""

    @property
    @abstractmethod
    def submits(self) -> int:
        """How many submits it was sent, taken or not."""

    @abstractmethod
    def hold(self) -> None:
        """Let no task end by itself from now on."""

    @abstractmethod
    def crowd(self) -> None:
        """Let new tasks wait for ever: a task of somebody else's is before them, where it can."""

    @property
    def others_ended(self) -> bool:
        """Whether the task of somebody else's was ended before its time."""
        return False

    @abstractmethod
    def release(self) -> None:
        """End all tasks well, and let new ones be quick again."""

    @abstractmethod
    def fail(self, how: str) -> None:
        """Let tasks fail from now on, in a way of ``may_fail``."""

    @abstractmethod
    def lose(self, when: When, *, times: int | None = 1, delay: float = 0.0) -> Met:
        """Lose the reply to the next submits, after so many seconds of silence."""

    @abstractmethod
    def refuse(self) -> FailureKind:
        """Refuse the next submit for good; return what that is to members."""

    @abstractmethod
    def complain(self, status: int, body: str) -> None:
        """Answer the next submit word for word so."""

    @abstractmethod
    def dawdle(self, seconds: float) -> None:
        """Answer the next submit so late, after it was taken."""

    @abstractmethod
    def lose_images(self, count: int) -> None:
        """Have no files of so many images of each task."""

    @abstractmethod
    def be_a_page(self) -> None:
        """Answer everything with a web page from now on, as a router does before a login."""

    @abstractmethod
    def mend(self) -> None:
        """Undo whatever was done, so that the next test finds it well."""

    @abstractmethod
    async def stop(self) -> None:
        """Refuse connections; what it does not remember then is lost."""

    @abstractmethod
    async def start(self) -> None:
        """Be there again."""

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of a bot that uses this engine, whose images nobody judges."""
        return {
            **self.address,
            "engine": self.name,
            "default_model": self.model,
            "detector": "off",
            "max_jobs_per_user": 10,
        }

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Rig]:
        """Serve until the end of the block."""
        async with self.stand_in:
            self.mend()
            yield self

    async def until(self, is_so: Callable[[list[Made]], object], seconds: float = 30.0) -> None:
        """Wait until something holds of the tasks."""
        await eventually(lambda: is_so(self.tasks), seconds)

    async def taken(self, prompt: str, times: int = 1) -> Made:
        """Wait until a prompt has been taken so often; return the newest."""
        await self.until(lambda _: len(self.of(prompt)) >= times)
        return self.of(prompt)[-1]

    def of(self, prompt: str) -> list[Made]:
        """Return the tasks of a prompt."""
        return [task for task in self.tasks if task.prompt == prompt]
