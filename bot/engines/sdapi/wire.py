"""The requests of the web UIs' API, and how each is built. No I/O.

Sources: ``modules/api/api.py`` and ``modules/progress.py`` of AUTOMATIC1111's web UI.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.engines.http import Request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.ids import TaskId

CHECKPOINTS = "sd-models"
SAMPLERS = "samplers"
SCHEDULERS = "schedulers"
UPSCALERS = "upscalers"
LORAS = "loras"
EMBEDDINGS = "embeddings"
VAES = "sd-vae"
SETTINGS = "options"

LIST_SECONDS = 15.0
LIST_BYTES = 64 * 1024 * 1024
"""LoRAs are listed with all that their training noted, a hundred kB each."""

PROGRESS_SECONDS = 5.0


def listed(name: str) -> Request:
    """Ask for a list, by its name in the path."""
    path = f"/sdapi/v1/{name}"
    return Request("GET", path, seconds=LIST_SECONDS, max_bytes=LIST_BYTES)


def txt2img(body: Mapping[str, object], *, seconds: float, max_bytes: int) -> Request:
    """Make images; the answer comes when they are made.

    It may be repeated: with its seed fixed it makes the same images.
    """
    return Request(
        "POST",
        "/sdapi/v1/txt2img",
        body=json.dumps(body, allow_nan=False).encode(),
        is_idempotent=True,
        seconds=seconds,
        max_bytes=max_bytes,
    )


def progress_of(task_id: TaskId) -> Request:
    """Ask how a task of ours is doing, without the picture so far, which nobody has judged."""
    asked = {"id_task": task_id, "id_live_preview": -1, "live_preview": False}
    return Request(
        "POST",
        "/internal/progress",
        body=json.dumps(asked).encode(),
        is_idempotent=True,
        seconds=PROGRESS_SECONDS,
    )


def progress() -> Request:
    """Ask how whatever runs is doing."""
    skipping = {"skip_current_image": "true"}
    return Request("GET", "/sdapi/v1/progress", skipping, seconds=PROGRESS_SECONDS)


def interrupt() -> Request:
    """End whatever runs, whoever sent it."""
    return Request("POST", "/sdapi/v1/interrupt", is_idempotent=True, seconds=PROGRESS_SECONDS)
