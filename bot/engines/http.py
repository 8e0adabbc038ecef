"""A request to an engine and its response, as values. No I/O."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_RETRY_AFTER = 120.0
"""Seconds; a server that asks for more is not taken at its word."""

LOOK_SILENCE = 10.0
"""Seconds in which something must come of an answer about a task: it is asked again soon anyway,
and an engine that hangs is to be known as one long before a minute is over."""


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request, not yet sent. The body may hold a webhook's secret."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = field(default=None, repr=False)
    is_idempotent: bool = False
    """Whether it does no more when it is sent twice, though it is no GET."""
    seconds: float | None = None
    """How long it may take, where that is not what the transport allows each."""
    silence: float | None = None
    """How long nothing may come, however long the whole may take; None is as long as that."""
    max_bytes: int | None = None
    """How large its response may be, where that is not what the endpoint allows each."""

    @property
    def is_repeatable(self) -> bool:
        """Whether sending it twice does no more than sending it once."""
        return self.method == "GET" or self.is_idempotent


def look(
    path: str,
    query: Mapping[str, str] | None = None,
    *,
    seconds: float | None = None,
    max_bytes: int | None = None,
) -> Request:
    """Ask about a task."""
    asked = query or {}
    return Request("GET", path, asked, seconds=seconds, silence=LOOK_SILENCE, max_bytes=max_bytes)


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response, read whole. Headers are asked for by lower-case names."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def retry_after(self) -> float | None:
        """The seconds we are asked to wait; None for a date, nonsense or over two minutes."""
        try:
            seconds = float(self.headers["retry-after"])
        except (KeyError, ValueError):
            return None
        sensible = math.isfinite(seconds) and 0 < seconds <= LONGEST_RETRY_AFTER
        return seconds if sensible else None
