"""How far it is, and ending it: both about whatever runs, whoever sent it."""

from __future__ import annotations

import time
from typing import Any

from aiohttp import web

from bot.playground.sdapi.knobs import Flavour
from bot.playground.sdapi.replies import detail
from bot.playground.sdapi.state import NOTE, STATE, State

PREVIEW = "data:image/jpeg;base64,/9j/4AAQ"
"""An unfinished picture, which nobody has judged."""


async def internal_progress(request: web.Request) -> web.Response:
    """POST /internal/progress: about one task, by its id."""
    state = request.app[STATE]
    if state.knobs.flavour is Flavour.NOWEBUI:
        return detail(404, "Not Found")
    asked = await request.json()
    task_id = asked.get("id_task")
    said = _own(state, task_id, wants_preview=asked.get("live_preview", True))
    standing = ("active", "under way"), ("queued", "queued"), ("completed", "completed")
    request[NOTE].task_id = task_id or ""
    request[NOTE].told = next((words for key, words in standing if said[key]), "unknown")
    return web.json_response(said)


def _own(state: State, task_id: str | None, *, wants_preview: bool) -> dict[str, Any]:
    running, queued = state.running, [task.task_id for task in state.queued]
    is_active = running is not None and running.task_id == task_id
    said: dict[str, Any] = {
        "active": is_active,
        "queued": task_id in queued,
        "completed": any(it.task_id == task_id and it.state == "ended" for it in state.tasks),
        "progress": None,
        "eta": None,
        "live_preview": None,
        "id_live_preview": -1,
        "textinfo": "Waiting...",
    }
    if task_id in queued:
        said["textinfo"] = f"In queue: {queued.index(task_id) + 1}/{len(queued)}"
    if running is not None and is_active:
        done = running.progress(time.monotonic())
        said |= {"progress": done, "eta": _eta(running.duration, done), "textinfo": None}
        said["live_preview"] = PREVIEW if wants_preview else None
    return said


async def pending_tasks(request: web.Request) -> web.Response:
    """GET /internal/pending-tasks."""
    tasks = [task.task_id for task in request.app[STATE].queued]
    return web.json_response({"size": len(tasks), "tasks": tasks})


async def progress(request: web.Request) -> web.Response:
    """GET /sdapi/v1/progress: about whatever runs."""
    running = request.app[STATE].running
    done = running.progress(time.monotonic()) if running else 0.0
    skips = request.query.get("skip_current_image") == "true"
    said = {
        "progress": done,
        "eta_relative": _eta(running.duration, done) if running else 0.0,
        "state": {
            "skipped": False,
            "interrupted": bool(running and running.is_interrupted),
            "job": "scripts_txt2img" if running else "",
            "job_count": 1 if running else 0,
            "job_no": 0,
            "sampling_step": int(done * 20),
            "sampling_steps": 20,
        },
        "current_image": None if skips or not running else PREVIEW,
        "textinfo": None,
    }
    return web.json_response(said)


async def interrupt(request: web.Request) -> web.Response:
    """POST /sdapi/v1/interrupt."""
    state = request.app[STATE]
    if state.running is not None:
        request[NOTE].task_id = state.running.task_id
        state.running.interrupt()
    if state.knobs.flavour is Flavour.SDNEXT:
        return web.Response(status=204)
    return web.json_response({})


def _eta(duration: float, done: float) -> float:
    return round(duration * (1 - done), 3)
