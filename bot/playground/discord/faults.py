"""Things that go wrong on demand: errors, latency, cut connections and answers of no use."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypedDict

from bot.playground.discord.fault_rules import check

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from bot.playground.discord.calls import Call


class Plan(TypedDict, total=False):
    """How to go wrong; see ``Fault``."""

    method: str
    path: str
    status: int
    code: int
    message: str
    html: bool
    body: bytes
    times: int | None
    skip: int
    delay: float
    hold: bool | Literal["after"]
    drop: bool | Literal["after"]
    late: float
    retry_after: float
    with_files: bool


@dataclass(slots=True, kw_only=True)
class Fault:
    """What happens to matching calls.

    ``path`` is a pattern searched in the path below ``/api/v10``. The first ``skip`` calls
    pass, the next ``times`` (``None``: all) are hit: first ``delay`` seconds go by, then the
    call is held until ``release`` (``hold``: before anything is done, or ``"after"`` it was done,
    so that only the answer is held), then the connection is reset (``drop``: likewise before or
    ``"after"``) or the answer is ``status``. With none of these it is only late.

    With ``late`` a call that was reset or refused is done all the same, so many seconds later.
    ``html`` makes the refusal one of a proxy before Discord: a page, without Discord's code. With
    ``body`` the call is done, but the answer to a success is these bytes, whatever they are.
    A fault of 429 says ``retry_after`` (seconds); ``RateLimits.refused`` does not count it.
    ``held`` is how many calls are held now.

    Raises:
        ValueError: the parts of the plan contradict each other.

    """

    method: str = ""
    path: str = ""
    status: int = 0
    code: int = 0
    message: str = "injected fault"
    html: bool = False
    body: bytes | None = None
    times: int | None = 1
    skip: int = 0
    delay: float = 0.0
    hold: bool | Literal["after"] = False
    drop: bool | Literal["after"] = False
    late: float = 0.0
    retry_after: float = 1.0
    with_files: bool = False
    hits: int = 0
    held: int = field(default=0, init=False)
    _released: asyncio.Event = field(default_factory=asyncio.Event, init=False, repr=False)

    def __post_init__(self) -> None:
        check(self)

    @property
    def prevents(self) -> bool:
        """Whether what is asked is not done, at least not before the end of the call."""
        return self.drop is True or bool(self.status)

    def matches(self, call: Call) -> bool:
        """Whether it is meant for this call."""
        if self.times == 0 or (self.with_files and not call.files):
            return False
        return self.method in ("", call.method) and bool(re.search(self.path, call.path))

    def release(self) -> None:
        """Let the calls that are held go on, and those that are still to come pass unheld."""
        self._released.set()

    async def wait(self) -> None:
        """Stay until the release."""
        self.held += 1
        try:
            await self._released.wait()
        finally:
            self.held -= 1


class Faults:
    """The faults that are armed."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []

    def add(self, **plan: Unpack[Plan]) -> Fault:
        """Arm a fault; its ``hits`` tell how often it struck.

        Raises:
            ValueError: the parts of the plan contradict each other.

        """
        fault = Fault(**plan)
        self._armed.append(fault)
        return fault

    def clear(self) -> None:
        """Let everything work again; what is held goes on."""
        for fault in self._armed:
            fault.release()
        self._armed.clear()

    def strike(self, call: Call) -> Fault | None:
        """Return the first fault armed for a call, and count it."""
        for fault in self._armed:
            if not fault.matches(call):
                continue
            if fault.skip:
                fault.skip -= 1
                continue
            if fault.times is not None:
                fault.times -= 1
            fault.hits += 1
            return fault
        return None
