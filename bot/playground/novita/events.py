"""The body of a webhook event."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from bot.playground.novita.links import link
from bot.playground.novita.results import result_of

if TYPE_CHECKING:
    from bot.playground.novita.state import State
    from bot.playground.novita.tasks import Task


def event_of(state: State, task: Task) -> dict[str, Any]:
    """Return the event of a task's end, even when it is posted before the end.

    Its payload is the result without a seed, with the webhook echoed and ttl as text.
    """
    moment = max(time.monotonic(), task.completed_at)
    payload = result_of(task, state.knobs, lambda task, index: link(state, task, index), now=moment)
    del payload["extra"]["seed"]
    payload["extra"]["webhook"] = task.extra["webhook"]
    for entry in payload["images"]:
        entry["image_url_ttl"] = str(entry["image_url_ttl"])
    return {"event_type": "ASYNC_TASK_RESULT", "payload": payload}
