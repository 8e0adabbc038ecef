"""Discord's rate limits: buckets by route and resource, and the bot's global one.

Source: https://docs.discord.com/developers/topics/rate-limits
"""

from __future__ import annotations

import math
import time
import zlib
from dataclasses import dataclass

from bot.playground.discord.calls import ORDINARY, Call, Limit, Route

GLOBAL = Limit("global", 50, 1.0)


@dataclass(slots=True)
class Window:
    """What is left of a limit until its reset (``time.monotonic()``)."""

    left: int
    resets_at: float


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether a call may pass, and the headers that say how much is left."""

    allowed: bool
    headers: dict[str, str]
    retry_after: float = 0.0
    is_global: bool = False


class RateLimits:
    """Counts calls. ``refused`` is how many were answered with 429 so far."""

    def __init__(self) -> None:
        self.refused = 0
        self.enabled = True
        self._windows: dict[str, Window] = {}

    def rule(self, route: Route, call: Call) -> Ruling:
        """Count a call and decide; a refused one costs nothing from its bucket."""
        if not self.enabled:
            return Ruling(allowed=True, headers={})
        if not route.by_token:
            overall = self._window("global", GLOBAL, call.at)
            if overall.left <= 0:
                return self._refusal(GLOBAL, overall, call.at, is_global=True)
            overall.left -= 1
        limit = _limit_of(route)
        key = f"{limit.name}:{call.params.get(limit.major, '')}"
        window = self._window(key, limit, call.at)
        if window.left <= 0:
            return self._refusal(limit, window, call.at, is_global=False)
        window.left -= 1
        return Ruling(allowed=True, headers=_headers(limit, window, call.at))

    def _window(self, key: str, limit: Limit, now: float) -> Window:
        window = self._windows.get(key)
        if window is None or window.resets_at <= now:
            window = self._windows[key] = Window(limit.count, now + limit.period)
        return window

    def _refusal(self, limit: Limit, window: Window, now: float, *, is_global: bool) -> Ruling:
        self.refused += 1
        wait = window.resets_at - now
        headers = _headers(limit, window, now) | {
            "X-RateLimit-Scope": "global" if is_global else "user",
            **({"X-RateLimit-Global": "true"} if is_global else {}),
            **retry_headers(wait),
        }
        return Ruling(allowed=False, headers=headers, retry_after=wait, is_global=is_global)


def _limit_of(route: Route) -> Limit:
    """Return the route's limit; each route without one of its own has an ordinary one."""
    if route.limit is not ORDINARY:
        return route.limit
    name = f"{zlib.crc32(f'{route.method} {route.template}'.encode()):08x}"
    return Limit(name, ORDINARY.count, ORDINARY.period)


def retry_headers(wait: float) -> dict[str, str]:
    """Return the headers of a 429. Without ``Via`` clients take it for a ban."""
    return {"Retry-After": str(math.ceil(wait)), "Via": "1.1 google"}


def retry_body(wait: float, *, is_global: bool = False) -> dict[str, object]:
    """Return the body of a 429."""
    message = "You are being rate limited."
    return {"message": message, "retry_after": round(wait, 3), "global": is_global}


def _headers(limit: Limit, window: Window, now: float) -> dict[str, str]:
    wait = max(0.0, window.resets_at - now)
    return {
        "X-RateLimit-Bucket": limit.name,
        "X-RateLimit-Limit": str(limit.count),
        "X-RateLimit-Remaining": str(window.left),
        "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
        "X-RateLimit-Reset-After": f"{wait:.3f}",
    }
