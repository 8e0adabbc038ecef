"""What may be repeated in place, and how often: only what is safe to repeat."""

from __future__ import annotations

from stamina import AsyncRetryingCaller

from bot.errors import EngineError

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


def passing(error: Exception) -> bool | float:
    """Return whether to try again, or after how many seconds the server wants it."""
    if not isinstance(error, EngineError) or not error.transient:
        return False
    if error.retry_after is None:
        return True
    return error.retry_after if error.retry_after <= LONGEST_WAIT else False
