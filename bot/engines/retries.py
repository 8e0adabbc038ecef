"""What may be repeated in place, and how often: only what is safe to repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import structlog
from stamina import AsyncRetryingCaller
from stamina.instrumentation import set_on_retry_hooks

from bot.engine_errors import EngineError, SilentError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from stamina.instrumentation import RetryDetails

T = TypeVar("T")

log = structlog.get_logger()

LONGEST_WAIT = 5.0
"""Seconds that are waited in place; a server that asks for more is left to the caller."""

LOOKS = AsyncRetryingCaller(
    attempts=2, timeout=20.0, wait_initial=0.1, wait_max=0.5, wait_jitter=0.2
)
"""For a look at a task: the job looks again soon anyway."""

DOWNLOADS = AsyncRetryingCaller(
    attempts=3, timeout=90.0, wait_initial=0.2, wait_max=2.0, wait_jitter=0.3
)
LISTS = AsyncRetryingCaller(
    attempts=3, timeout=60.0, wait_initial=0.5, wait_max=5.0, wait_jitter=1.0
)


def _note(details: RetryDetails) -> None:
    """A fault that passes is no warning, and what was called with may hold an address."""
    log.debug("request.repeated", attempt=details.retry_num, why=str(details.caused_by))


set_on_retry_hooks([_note])


def passing(error: Exception) -> bool | float:
    """Return whether to try again, or after how many seconds the server wants it."""
    if not isinstance(error, EngineError) or not error.transient:
        return False
    if error.retry_after is None:
        return True
    return error.retry_after if error.retry_after <= LONGEST_WAIT else False


async def outright(caller: AsyncRetryingCaller, attempt: Callable[[], Awaitable[T]]) -> T:
    """Try once without the caller, which costs as much as a request; with it from then on.

    Silence is not tried again in place: who asks has waited long enough for now. The caller
    counts the failure that has been as its first attempt.
    """
    try:
        return await attempt()
    except EngineError as error:
        if passing(error) is False or isinstance(error, SilentError):
            raise
        failures: list[EngineError] = [error]

    async def again() -> T:
        if failures:
            raise failures.pop()
        return await attempt()

    return await caller(passing, again)
