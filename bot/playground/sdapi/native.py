"""The API of stable-diffusion.cpp's server: jobs with ids, states and results."""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.sdapi import working
from bot.playground.sdapi.state import NOTE, STATE, State
from bot.playground.sdapi.stock import NATIVE_SAMPLERS, NATIVE_SCHEDULERS
from bot.playground.sdapi.tasks import Task

if TYPE_CHECKING:
    from collections.abc import Mapping

UPSCALERS = ("None", "Lanczos", "Nearest", "Latent", "Latent (nearest)")


async def capabilities(request: web.Request) -> web.Response:
    """GET /sdcpp/v1/capabilities."""
    state = request.app[STATE]
    name = working.loaded(state)
    features = {"lora": True, "hires": True, "cancel_queued": True, "cancel_generating": False}
    said = {
        "model": {"name": name, "stem": name.rpartition(".")[0], "path": f"/models/{name}"},
        "current_mode": "img_gen",
        "supported_modes": ["img_gen"],
        "features_by_mode": {"img_gen": features},
        "output_formats_by_mode": {"img_gen": ["png", "jpeg", "webp"]},
        "samplers": list(NATIVE_SAMPLERS),
        "schedulers": list(NATIVE_SCHEDULERS),
        "loras": [{"name": it, "path": f"{it}.safetensors"} for it in state.stock.loras],
        "upscalers": [{"name": name} for name in UPSCALERS],
        "limits": {
            "min_width": 64,
            "max_width": 4096,
            "min_height": 64,
            "max_height": 4096,
            "max_batch_count": 8,
            "max_queue_size": state.knobs.max_queue,
        },
    }
    return web.json_response(said)


async def img_gen(request: web.Request) -> web.Response:
    """POST /sdcpp/v1/img_gen."""
    state = request.app[STATE]
    try:
        body = await request.json()
    except ValueError:
        return web.json_response({"error": "invalid json", "message": "parse error"}, status=400)
    wrong = _wrong(state, body)
    if wrong:
        return web.json_response({"error": wrong}, status=400)
    pending = [task for task in state.tasks if task.state != "ended"]
    if len(pending) >= state.knobs.max_queue:
        return web.json_response({"error": "job queue is full"}, status=429)
    task = _task(state, body)
    request[NOTE].task_id, request[NOTE].told = task.task_id, body["prompt"]
    state.start(working.work(state, task))
    created = {"id": task.task_id, "kind": "img_gen", "status": "queued", "created": _wall(task)}
    said = {**created, "poll_url": f"/sdcpp/v1/jobs/{task.task_id}"}
    return web.json_response(said, status=202)


async def job(request: web.Request) -> web.Response:
    """GET /sdcpp/v1/jobs/{id}."""
    state = request.app[STATE]
    task = state.find(request.match_info["id"])
    if task is None:
        return web.json_response({"error": "job not found"}, status=404)
    if task.ended_at and time.monotonic() - task.ended_at >= state.knobs.result_life_s:
        return web.json_response({"error": "job expired"}, status=410)
    said = await _said(state, task)
    request[NOTE].task_id, request[NOTE].told = task.task_id, said["status"]
    request[NOTE].is_end = task.state == "ended"
    return web.json_response(said)


async def cancel(request: web.Request) -> web.Response:
    """POST /sdcpp/v1/jobs/{id}/cancel: only what has not begun."""
    state = request.app[STATE]
    task = state.find(request.match_info["id"])
    if task is None:
        return web.json_response({"error": "job not found"}, status=404)
    if task.state != "queued":
        return web.json_response({"error": "job cannot be cancelled"}, status=409)
    request[NOTE].task_id = task.task_id
    task.is_cancelled = True
    task.ended_at = time.monotonic()
    return web.json_response(await _said(state, task))


def _wrong(state: State, body: object) -> str:
    if not isinstance(body, dict) or not isinstance(body.get("prompt"), str):
        return "invalid generation parameters"
    sample = body.get("sample_params") or {}
    known = sample.get("sample_method", "euler") in NATIVE_SAMPLERS
    paths = {f"{name}.safetensors" for name in state.stock.loras}
    fits = all(lora.get("path") in paths for lora in body.get("lora") or ())
    return "" if known and fits else "invalid generation parameters"


def _task(state: State, body: Mapping[str, Any]) -> Task:
    count = body.get("batch_count", 1)
    sample, hires = body.get("sample_params") or {}, body.get("hires") or {}
    asked = {
        "prompt": body["prompt"],
        "seed": body.get("seed", -1),
        "width": body.get("width", 512),
        "height": body.get("height", 512),
        "enable_hr": bool(hires.get("enabled")),
        "hr_scale": hires.get("scale", 2.0),
        "cfg_scale": (sample.get("guidance") or {}).get("txt_cfg", 7.0),
        "steps": sample.get("sample_steps", 20),
    }
    number = len(state.past) + len(state.tasks)
    fails = working.failure(state, body["prompt"]) or state.knobs.fails
    return Task(
        task_id=f"job_{int(time.time()):x}_{number:08x}",
        body={**body, "steps": asked["steps"]},
        seed=asked["seed"],
        orders=working.orders(state, asked, count=count, kind=body.get("output_format", "png")),
        duration=working.run_seconds(state, asked, count, asked["steps"]),
        failure="generate_image returned no results" if fails else "",
    )


async def _said(state: State, task: Task) -> dict[str, Any]:
    error: dict[str, str] | None = None
    result: dict[str, Any] | None = None
    status = {"queued": "queued", "running": "generating", "ended": "completed"}[task.state]
    if task.is_cancelled:
        status, error = "cancelled", {"code": "cancelled", "message": "job cancelled by client"}
    elif status == "completed" and task.failure:
        status, error = "failed", {"code": "generation_failed", "message": task.failure}
    elif status == "completed":
        made = await working.files(state, task)
        images = [
            {"index": index, "b64_json": base64.b64encode(data).decode()}
            for index, data in enumerate(made)
        ]
        result = {"output_format": task.orders[0].format, "images": images}
    place = state.queued.index(task) + 1 if task in state.queued else 0
    return {
        "id": task.task_id,
        "kind": "img_gen",
        "status": status,
        "created": _wall(task),
        "started": None if task.started_at is None else _wall(task, task.started_at),
        "completed": None if task.ended_at is None else _wall(task, task.ended_at),
        "queue_position": place,
        "result": result,
        "error": error,
    }


def _wall(task: Task, moment: float | None = None) -> int:
    ago = time.monotonic() - (task.created_at if moment is None else moment)
    return int(time.time() - ago)
