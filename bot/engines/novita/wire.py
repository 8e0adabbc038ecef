"""The requests of the Novita protocol, and how each is built. No I/O.

Source of every path and parameter: https://novita.ai/docs/api-reference.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.engines.http import Request, look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.ids import TaskId

SUBMIT_PATH = "/v3/async/txt2img"
FIRST_CURSOR = "c_0"
PAGE_SIZE = 100


def submit(body: Mapping[str, object]) -> Request:
    """Start a task."""
    return Request("POST", SUBMIT_PATH, body=json.dumps(body, allow_nan=False).encode())


def probe() -> Request:
    """Post nothing to the submit route: 400 when it is alive, 404 when it is gone."""
    return Request("POST", SUBMIT_PATH, body=b"")


def task_result(task_id: TaskId) -> Request:
    """Ask how a task is doing."""
    return look("/v3/async/task-result", {"task_id": task_id})


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
