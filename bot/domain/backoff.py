"""How long to wait before trying again. Pure: the caller draws the chance."""

from __future__ import annotations


def delay(
    attempt: int, *, chance: float, base: float = 1.0, cap: float = 60.0, asked: float | None = None
) -> float:
    """Return the seconds to wait before the next attempt.

    Args:
        attempt: How many have failed so far, from 1.
        chance: A draw from [0, 1): half of the delay is jitter.
        base: Seconds after the first failure, at most.
        cap: Seconds that no delay exceeds unless the server asked for more.
        asked: What the server asked for (``Retry-After``); never undercut.

    """
    full = min(cap, base * 2.0 ** min(attempt - 1, 30))
    return max(asked or 0.0, full / 2 + full / 2 * chance)
