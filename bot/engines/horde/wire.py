"""The requests of AI Horde's API, and how each is built. No I/O.

Source of every path: https://aihorde.net/api. An id in a path is all that anybody needs to read
or cancel a task, so that no path is ever logged.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.engines.http import Request, look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.ids import TaskId


def submit(body: Mapping[str, object]) -> Request:
    """Start a task."""
    return Request("POST", "/generate/async", body=json.dumps(body, allow_nan=False).encode())


def check(task_id: TaskId) -> Request:
    """Ask how a task is doing; the server remembers its answer for a second."""
    return look(f"/generate/check/{quote(task_id, safe='')}")


def status(task_id: TaskId) -> Request:
    """Ask for what a task has made so far."""
    return look(f"/generate/status/{quote(task_id, safe='')}")


def cancel(task_id: TaskId) -> Request:
    """Drop what of a task has not begun; to say it twice does no more."""
    return Request("DELETE", f"/generate/status/{quote(task_id, safe='')}", is_idempotent=True)


def find_user() -> Request:
    """Ask whose the key is, and which tasks are theirs."""
    return Request("GET", "/find_user")


def models() -> Request:
    """Ask which models there are, and how many serve each."""
    return Request("GET", "/status/models", {"type": "image", "model_state": "known"})


def modes() -> Request:
    """Ask whether the service is in maintenance; with a key this is for moderators alone."""
    return Request("GET", "/status/modes")
