"""Things that go wrong on demand: errors, latency and cut connections."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypedDict

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
    times: int | None
    skip: int
    delay: float
    drop: bool | Literal["after"]
    retry_after: float
    with_files: bool


@dataclass(slots=True, kw_only=True)
class Fault:
    """What happens to matching calls.

    ``path`` is a pattern searched in the path below ``/api/v10``. The first ``skip`` calls
    pass, the next ``times`` (``None``: all) are hit: first ``delay`` seconds go by, then the
    connection is reset (``drop``: before anything is done, or ``"after"`` it was done, so
    that only the answer is lost) or the answer is ``status``. With neither it is only late.
    A fault of 429 says ``retry_after`` (seconds); ``RateLimits.refused`` does not count it.
    """

    method: str = ""
    path: str = ""
    status: int = 0
    code: int = 0
    message: str = "injected fault"
    times: int | None = 1
    skip: int = 0
    delay: float = 0.0
    drop: bool | Literal["after"] = False
    retry_after: float = 1.0
    with_files: bool = False
    hits: int = 0

    def matches(self, call: Call) -> bool:
        """Whether it is meant for this call."""
        if self.times == 0 or (self.with_files and not call.files):
            return False
        return self.method in ("", call.method) and bool(re.search(self.path, call.path))


class Faults:
    """The faults that are armed."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []

    def add(self, **plan: Unpack[Plan]) -> Fault:
        """Arm a fault; its ``hits`` tell how often it struck."""
        fault = Fault(**plan)
        self._armed.append(fault)
        return fault

    def clear(self) -> None:
        """Let everything work again."""
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
