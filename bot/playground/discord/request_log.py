"""What the bot asked of the REST API, request by request."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(slots=True, kw_only=True)
class LoggedRequest:
    """One request. ``path`` starts after ``/api/v10``; ``status`` is 0 until it is answered.

    ``at`` is ``time.monotonic()`` at its arrival, ``took`` the seconds from there until the answer
    was written (0 before): the stand-in's own, weather and faults, and nothing of the bot's.
    ``body_bytes`` the size of the whole body, ``payload`` the JSON in it, ``files`` the names of
    what it uploaded and ``contents`` their bytes; ``reason`` is for the server's audit log. A
    request whose connection was reset keeps status 0.
    """

    method: str
    path: str
    query: Mapping[str, str]
    at: float
    body_bytes: int
    payload: Any = None
    files: tuple[str, ...] = ()
    contents: tuple[bytes, ...] = field(default=(), repr=False)
    reason: str = ""
    status: int = 0
    code: int = 0
    took: float = 0.0


@dataclass(slots=True)
class RequestLog:
    """All requests in the order of their arrival."""

    all: list[LoggedRequest] = field(default_factory=list)

    def find(self, method: str = "", path: str = "", *, status: int = 0) -> list[LoggedRequest]:
        """Return the requests with this method, a path matching the pattern, and this status."""
        return [
            each
            for each in self.all
            if method in ("", each.method)
            and re.search(path, each.path)
            and status in (0, each.status)
        ]

    def invalid(self) -> list[LoggedRequest]:
        """Return those that count towards Discord's ban of 10,000 in ten minutes."""
        return [each for each in self.all if each.status in (401, 403, 429)]
