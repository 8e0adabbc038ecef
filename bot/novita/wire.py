"""Requests and responses of the Novita protocol as values, and how each request is built. No I/O.

Source of every path and parameter: https://novita.ai/docs/api-reference.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.ids import TaskId

SUBMIT_PATH = "/v3/async/txt2img"
FIRST_CURSOR = "c_0"
PAGE_SIZE = 100
LONGEST_RETRY_AFTER = 120.0
"""Seconds; a server that asks for more is not taken at its word."""


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request, not yet sent. The body may hold a webhook's secret."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes | None = field(default=None, repr=False)

    @property
    def is_repeatable(self) -> bool:
        """Whether sending it twice does no more than sending it once."""
        return self.method == "GET"


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


def submit(body: Mapping[str, object]) -> Request:
    """Start a task."""
    return Request("POST", SUBMIT_PATH, body=json.dumps(body, allow_nan=False).encode())


def probe() -> Request:
    """Post nothing to the submit route: 400 when it is alive, 404 when it is gone."""
    return Request("POST", SUBMIT_PATH, body=b"")


def task_result(task_id: TaskId) -> Request:
    """Ask how a task is doing."""
    return Request("GET", "/v3/async/task-result", {"task_id": task_id})


def models(kind: str, cursor: str = FIRST_CURSOR, query: str = "") -> Request:
    """Ask for one page of models.

    Args:
        kind: A value of ``filter.types``.
        cursor: Where the page starts, as the page before said.
        query: Free text that is looked for in file names, names and tags; empty for all.

    """
    asked = {
        "filter.types": kind,
        "pagination.limit": str(PAGE_SIZE),
        "pagination.cursor": cursor,
    }
    if query:
        asked["filter.query"] = query
    return Request("GET", "/v3/model", asked)


def user() -> Request:
    """Ask who we are."""
    return Request("GET", "/v3/user")


def balance() -> Request:
    """Ask what the account holds."""
    return Request("GET", "/openapi/v1/billing/balance/detail")
