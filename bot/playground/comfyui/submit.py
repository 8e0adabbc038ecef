"""POST /prompt."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.comfyui import graphs, sockets
from bot.playground.comfyui.state import NOTE, STATE
from bot.playground.comfyui.tasks import Task, now_ms
from bot.playground.comfyui.validation import BrokenGraphError, Judgement, complaint, judge

if TYPE_CHECKING:
    from bot.playground.comfyui.state import State


async def submit(request: web.Request) -> web.Response:
    """Queue a graph, or refuse it as the server would; what breaks it is answered with 500."""
    state = request.app[STATE]
    body: Any = json.loads(await request.text())
    if "prompt" not in body:
        error = complaint("no_prompt", "No prompt provided", "No prompt provided")
        return web.json_response({"error": error, "node_errors": {}}, status=400)
    number = float(body["number"]) if "number" in body else _number(state)
    task_id = body.get("prompt_id")
    if task_id is not None and not _is_id(task_id, state):
        error = complaint("invalid_prompt_id", "prompt_id must be a canonical UUID")
        return web.json_response({"error": error, "node_errors": {}}, status=400)
    try:
        judgement = judge(body["prompt"], state.stock, state.knobs.version)
    except BrokenGraphError as error:
        raise ValueError from error
    if judgement.error is not None:
        refusal = {"error": judgement.error, "node_errors": judgement.node_errors}
        return web.json_response(refusal, status=400)
    task = _queued(state, body, task_id or str(uuid.uuid4()), number, judgement)
    request[NOTE].task_id = task.task_id
    request[NOTE].prompt = graphs.prompt_of(task.graph, task.outputs)
    await sockets.tell_status(state)
    answer = {
        "prompt_id": task.task_id,
        "number": task.number,
        "node_errors": judgement.node_errors,
    }
    return web.json_response(answer)


def _number(state: State) -> int:
    number = state.number
    state.number += 1
    return number


def _is_id(sent: object, state: State) -> bool:
    if state.knobs.version != "0.33.0":
        return True
    try:
        return str(uuid.UUID(str(sent))) == sent
    except ValueError:
        return False


def _queued(
    state: State, body: dict[str, Any], task_id: str, number: float, judgement: Judgement
) -> Task:
    extra = dict(body.get("extra_data") or {})
    client_id = body.get("client_id")
    if client_id is not None:
        extra["client_id"] = client_id
    if state.knobs.version != "0.3.64":
        extra["create_time"] = now_ms()
    task = Task(
        task_id=task_id,
        number=number,
        graph=body["prompt"],
        outputs=judgement.outputs,
        client_id=client_id,
        extra=extra,
        is_doomed=state.knobs.fail_next,
    )
    state.knobs.fail_next = False
    state.tasks.add(task)
    state.tell()
    return task
