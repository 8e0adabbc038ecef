"""Patience with Discord: again while it is away, and until nothing else can be the last word."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.domain.backoff import delay
from bot.errors import (
    DeliveryError,
    FilesRefusedError,
    MessageGoneError,
    RouteChangedError,
    ThreadClosedError,
)

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from bot.domain.job import Job
    from bot.jobs.tools import Tools

Outcome = TypeVar("Outcome")

PATIENCE = 24 * 3600.0
"""Seconds that Discord may be away before we give up showing how a job ended."""

CAP = 30.0
"""Seconds between two attempts, at most, unless Discord asks for more."""

CLOSED_CAP = 300.0
"""The same for a thread that others have to open."""

CLOSED_LONG = 6 * 3600.0
CLOSED_LONG_CAP = 900.0
"""The same for one that has been closed for so many seconds: Discord bans who keeps asking."""

CHANGES = 3
"""Times that an attempt may be made anew at once, because the way to the message changed."""

GLANCE = 0.8
"""Seconds between two looks at a message that something may still land on.

With two looks and an edit of 0.4 s each, what lands just after a look is corrected within 2 s.
"""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def insist(
    tools: Tools,
    act: Callable[[], Awaitable[Outcome]],
    *,
    closed_for: float = PATIENCE,
    bell: asyncio.Event | None = None,
) -> Outcome:
    """Do what Discord must take part in, again and again while it is away.

    Args:
        tools: What steps work with.
        act: One attempt, judged anew each time.
        closed_for: Seconds that a closed thread is waited for.
        bell: Set when it may have been opened.

    Raises:
        MessageGoneError: nothing can be shown any more, or Discord stayed away for too long.
        ThreadClosedError: the thread was not opened in time.
        FilesRefusedError: Discord does not take these files.

    """
    begun, attempt, changes = tools.clock.steady(), 0, 0
    while True:
        attempt += 1
        try:
            return await act()
        except (FilesRefusedError, MessageGoneError):
            raise
        except DeliveryError as error:
            changes += isinstance(error, RouteChangedError)
            if isinstance(error, RouteChangedError) and changes <= CHANGES:
                continue
            passed = tools.clock.steady() - begun
            wait = _pause(tools, attempt, error, passed, closed_for)
            is_closed = isinstance(error, ThreadClosedError)
            log.warning("edit.failed", attempt=attempt, wait=round(wait, 1), why=str(error))
        # Not while the error is at hand: it holds on to the files of the attempt.
        await tools.clock.wait(wait, bell if is_closed else None)


async def settle(
    tools: Tools,
    job: Job,
    outcome: Outcome,
    again: Callable[[], Awaitable[Outcome]],
    *,
    holds: Callable[[], Awaitable[bool]] | None = None,
) -> Outcome:
    """Stay until nothing that was sent earlier can land over the final message any more.

    Args:
        tools: What steps work with.
        job: Whose message.
        outcome: Of the final edit that was taken.
        again: Judges and sends the final edit anew, where something did land over it.
        holds: Whether what was sent is still what is to be said; it is sent anew where it is not.

    """
    while (left := tools.publisher.unsettled(job.id)) is not None:
        tools.settling.add(job.id)
        try:
            await tools.clock.wait(min(left, GLANCE))
            in_place = await tools.publisher.in_place(job)
            is_true = holds is None or await holds()
        finally:
            tools.settling.discard(job.id)
        if not (in_place and is_true):
            log.info("final_edit.overtaken", in_place=in_place)
            outcome = await again()
    return outcome


def _pause(
    tools: Tools, attempt: int, error: DeliveryError, passed: float, closed_for: float
) -> float:
    """Return the seconds before the next attempt, or raise where there is to be none."""
    is_closed = isinstance(error, ThreadClosedError)
    if is_closed and passed >= closed_for:
        raise error
    if passed >= PATIENCE and not is_closed:
        raise MessageGoneError("Discord did not take the final edit in time") from error
    left = closed_for - passed if is_closed else math.inf
    cap = CAP
    if is_closed and attempt > CHANGES:
        cap = CLOSED_CAP if passed < CLOSED_LONG else CLOSED_LONG_CAP
    chance = tools.clock.chance()
    pause = delay(attempt, chance=chance, base=0.5, cap=cap, asked=error.retry_after)
    return min(pause, max(GLANCE, left))
