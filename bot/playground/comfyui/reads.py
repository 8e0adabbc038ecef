"""What can be asked of a server: its queue, its history, its jobs, its lists."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.comfyui.nodes import CLASSES, described
from bot.playground.comfyui.state import NOTE, STATE
from bot.playground.comfyui.stock import FOLDERS
from bot.playground.comfyui.tasks import Stage, Task

if TYPE_CHECKING:
    from bot.playground.comfyui.state import State


async def queue(request: web.Request) -> web.Response:
    """Tell what runs and what waits, whole graphs included."""
    tasks = request.app[STATE].tasks
    return web.json_response(
        {
            "queue_running": [task.prompt for task in tasks.running()],
            "queue_pending": [task.prompt for task in tasks.waiting()],
        }
    )


async def history(request: web.Request) -> web.Response:
    """Tell of a task that has ended; nothing of one that has not, or is not known."""
    task_id = request.match_info["task_id"]
    state = request.app[STATE]
    entry = state.history.get(task_id)
    request[NOTE].task_status = "not over" if entry is None else _status(state, entry)
    return web.json_response({} if entry is None else {task_id: entry})


async def job(request: web.Request) -> web.Response:
    """Tell of a task, as newer servers do; older ones have no such route."""
    state = request.app[STATE]
    if state.knobs.version == "0.3.64":
        return web.Response(status=HTTPStatus.NOT_FOUND)
    task_id = request.match_info["task_id"]
    if task_id in state.history:
        told = _ended(state, task_id)
        request[NOTE].task_status = told["status"]
        return web.json_response(told)
    for task in (*state.tasks.running(), *state.tasks.waiting()):
        if task.task_id == task_id:
            request[NOTE].task_status = task.stage.value
            return web.json_response(_open(task))
    return web.json_response({"error": "Job not found"}, status=HTTPStatus.NOT_FOUND)


def _open(task: Task) -> dict[str, Any]:
    return {
        "id": task.task_id,
        "status": task.stage.value,
        "priority": task.number,
        "create_time": task.extra["create_time"],
        "outputs_count": 0,
    }


def _ended(state: State, task_id: str) -> dict[str, Any]:
    entry = state.history[task_id]
    number, _, graph, extra, _ = entry["prompt"]
    messages: dict[str, Any] = dict(entry["status"]["messages"])
    last: dict[str, Any] = entry["status"]["messages"][-1][1]
    told = {
        "id": task_id,
        "status": _status(state, entry),
        "priority": number,
        "create_time": extra.get("create_time"),
        "execution_start_time": messages.get("execution_start", {}).get("timestamp"),
        "execution_end_time": last["timestamp"],
        "execution_error": messages.get("execution_error"),
        "outputs_count": len(entry["outputs"]),
        "outputs": entry["outputs"],
        "execution_status": entry["status"],
        "workflow": {"prompt": graph, "extra_data": extra},
    }
    return {key: value for key, value in told.items() if value is not None}


def _status(state: State, entry: dict[str, Any]) -> str:
    status: dict[str, Any] = entry["status"]
    if status["status_str"] == "success":
        return Stage.SUCCEEDED.value
    is_interrupted = status["messages"][-1][0] == "execution_interrupted"
    tells = state.knobs.version == "0.33.0"
    return (Stage.INTERRUPTED if is_interrupted and tells else Stage.FAILED).value


async def models(request: web.Request) -> web.Response:
    """List the names in a folder."""
    folder = request.match_info["folder"]
    if folder not in FOLDERS:
        return web.Response(status=HTTPStatus.NOT_FOUND)
    return web.json_response(request.app[STATE].stock.lists[folder])


async def embeddings(request: web.Request) -> web.Response:
    """List the embeddings, without their endings."""
    return web.json_response(request.app[STATE].stock.embeddings)


async def object_info(request: web.Request) -> web.Response:
    """Describe a class of nodes; an unknown one with nothing."""
    name = request.match_info["name"]
    if name not in CLASSES:
        return web.json_response({})
    return web.json_response({name: described(name, request.app[STATE].stock)})


async def stats(request: web.Request) -> web.Response:
    """Say how the server is."""
    device = {"name": "cuda:0 NVIDIA GeForce RTX 4070", "type": "cuda", "vram_total": 12878086144}
    version = request.app[STATE].knobs.version
    return web.json_response({"system": {"comfyui_version": version}, "devices": [device]})
