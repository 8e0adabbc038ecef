"""The requests of ComfyUI's protocol, and how each is built. No I/O.

Source: https://docs.comfy.org/development/comfyui-server/comms_routes.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.domain.ids import TaskId
from bot.engines.http import Request, look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.ids import JobId
    from bot.engines.comfyui.graph import Graph

_JOBS = uuid.UUID("5e0f1ac2-9ac5-4b1e-8d4b-1b0f6f1f2d6c")
"""The name space of our ids of tasks."""

JOBS = "/api/jobs"
SOCKET = "/ws"
VIEW = "/view"


def task_of(job_id: JobId) -> TaskId:
    """Return the id of a job's task: the same each time, in the one form that all servers take."""
    return TaskId(str(uuid.uuid5(_JOBS, job_id)))


def submit(graph: Graph, task_id: TaskId, client_id: str) -> Request:
    """Put a graph into the queue.

    Without a ``client_id`` its progress would be told to all clients of the server.
    """
    body = {"prompt": graph, "prompt_id": task_id, "client_id": client_id}
    return Request("POST", "/prompt", body=_json(body))


def job(task_id: str) -> Request:
    """Ask a newer server for a task."""
    return look(f"{JOBS}/{_segment(task_id)}")


def cancel(task_id: TaskId) -> Request:
    """End a task, whether it waits or runs; only the newest servers can."""
    return Request("POST", f"{JOBS}/{_segment(task_id)}/cancel", is_idempotent=True)


def history(task_id: TaskId) -> Request:
    """Ask for a task that has ended."""
    return look(f"/history/{_segment(task_id)}")


def queue() -> Request:
    """Ask what runs and what waits."""
    return look("/queue")


def delete(task_id: TaskId) -> Request:
    """Take a task out of the queue, if it waits there."""
    return Request("POST", "/queue", body=_json({"delete": [task_id]}), is_idempotent=True)


def interrupt(task_id: TaskId) -> Request:
    """End a task that runs, and no other."""
    return Request("POST", "/interrupt", body=_json({"prompt_id": task_id}), is_idempotent=True)


def models(folder: str) -> Request:
    """Ask for the names in a folder of models."""
    return Request("GET", f"/models/{_segment(folder)}")


def embeddings() -> Request:
    """Ask for the names of the embeddings, without their endings."""
    return Request("GET", "/embeddings")


def object_info(class_type: str) -> Request:
    """Ask what the nodes of a class take."""
    return Request("GET", f"/object_info/{_segment(class_type)}")


def stats() -> Request:
    """Ask how the server is."""
    return Request("GET", "/system_stats")


def _json(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, allow_nan=False).encode()


def _segment(name: str) -> str:
    return quote(name, safe="")
