"""Links to images, signed at the moment a result is read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.novita.state import State
    from bot.playground.novita.tasks import Task


def link(state: State, task: Task, index: int) -> str:
    """Return a link to an image that is valid from now on."""
    path = f"/images/prod/{task.task_id}/{task.names[index]}"
    expires_s = state.knobs.url_expires_s
    query = state.signer.query(path, now=datetime.now(UTC), expires_s=expires_s)
    return f"{state.knobs.image_base_url or state.url}{path}?{query}"
