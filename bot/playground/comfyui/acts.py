"""What ends tasks: the queue's delete, the interrupt, and the newest servers' cancel."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.comfyui import sockets
from bot.playground.comfyui.state import NOTE, STATE
from bot.playground.comfyui.tasks import Stage

if TYPE_CHECKING:
    from bot.playground.comfyui.state import State


async def delete(request: web.Request) -> web.Response:
    """Take tasks out of the queue, without a trace; hit or miss, the answer is the same."""
    state = request.app[STATE]
    body: dict[str, Any] = json.loads(await request.text())
    request[NOTE].task_id = next(iter(body.get("delete", ())), "")
    for task_id in body.get("delete", ()):
        await _remove(state, task_id)
    if body.get("clear"):
        for task in state.tasks.waiting():
            await _remove(state, task.task_id)
    return web.Response()


async def interrupt(request: web.Request) -> web.Response:
    """Stop what runs: the task of an id, or without one whatever it is."""
    text = await request.text()
    body: dict[str, Any] = json.loads(text) if text else {}
    request[NOTE].task_id = body.get("prompt_id") or ""
    _stop(request.app[STATE], body.get("prompt_id"))
    return web.Response()


async def cancel(request: web.Request) -> web.Response:
    """End one task, whether it waits or runs."""
    state = request.app[STATE]
    if state.knobs.version != "0.33.0":
        return web.Response(status=HTTPStatus.METHOD_NOT_ALLOWED, text="405: Method Not Allowed")
    task_id = request.match_info["task_id"]
    is_cancelled = await _remove(state, task_id) or _stop(state, task_id)
    return web.json_response({"cancelled": is_cancelled})


async def _remove(state: State, task_id: str) -> bool:
    found = [task for task in state.tasks.waiting() if task.task_id == task_id]
    for task in found:
        task.stage = Stage.REMOVED
        state.tell()
        await sockets.tell_status(state)
    return bool(found)


def _stop(state: State, task_id: str | None) -> bool:
    found = [task for task in state.tasks.running() if task_id in {None, task.task_id}]
    for task in found:
        task.stopping.set()
    return bool(found)
