"""POST /sdapi/v1/txt2img: the answer comes when the images are made."""

from __future__ import annotations

import base64
import json
import uuid
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.sdapi import working
from bot.playground.sdapi.knobs import Flavour
from bot.playground.sdapi.lists import samplers
from bot.playground.sdapi.replies import broken, detail, out_of_memory
from bot.playground.sdapi.state import NOTE, STATE, State
from bot.playground.sdapi.tasks import Task
from bot.playground.sdapi.validation import DEFAULTS, complaints

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_SEED = 2**32 - 1


async def txt2img(request: web.Request) -> web.Response:
    """Make images, one task at a time; who hangs up stops nothing."""
    state = request.app[STATE]
    try:
        sent = await request.json()
    except ValueError:
        return detail(422, [{"loc": ["body", 0], "msg": "JSON decode error", "type": "json"}])
    if wrong := complaints(sent):
        return detail(422, wrong)
    body = {**DEFAULTS, **sent}
    if body["sampler_name"] is not None and body["sampler_name"] not in samplers(state):
        status = 400 if state.knobs.flavour is Flavour.FORGE else 404
        return detail(status, "Sampler not found")
    task = _task(state, body)
    request[NOTE].task_id, request[NOTE].told = task.task_id, body["prompt"]
    await working.work(state, task)
    if task not in state.tasks:
        return detail(500, "the process was killed")
    return _failed(state, task) or await _answer(state, task)


def _task(state: State, body: Mapping[str, Any]) -> Task:
    seed = body["seed"]
    seed = state.rng.randint(0, MAX_SEED) if seed in {None, -1} else seed
    count = body["n_iter"] * body["batch_size"]
    kind = {**state.settings, **body["override_settings"]}["samples_format"]
    return Task(
        task_id=body["force_task_id"] or f"task({uuid.uuid4().hex[:15]})",
        body=body,
        seed=seed,
        orders=working.orders(state, {**body, "seed": seed}, count=count, kind=kind),
        duration=working.run_seconds(state, body, count, body["steps"]),
        failure=working.failure(state, body["prompt"]),
    )


def _failed(state: State, task: Task) -> web.Response | None:
    if _is_too_large(state, task):
        return out_of_memory(state.knobs.oom_shape)
    return broken("RuntimeError", task.failure) if task.failure else None


def _is_too_large(state: State, task: Task) -> bool:
    most = state.knobs.oom_pixels
    return most is not None and any(it.width * it.height > most for it in task.orders)


async def _answer(state: State, task: Task) -> web.Response:
    made = await working.files(state, task)
    if task.is_interrupted:
        made = made[:1]  # unfinished, and no others begun
    ours = [base64.b64encode(data).decode() for data in made]
    if state.knobs.broken_image is not None:
        ours[state.knobs.broken_image] = "not base64!"
    has_grid = state.knobs.grid and len(ours) > 1
    images = [*(ours[-1:] if has_grid else []), *ours, *ours[:1] * state.knobs.extra_images]
    said = {
        "images": images if task.body["send_images"] else [],
        "parameters": {**task.body, "override_settings": {}},
        "info": json.dumps(_info(state, task, has_grid=has_grid)) if state.knobs.info else "",
    }
    return web.json_response(said)


def _info(state: State, task: Task, *, has_grid: bool) -> dict[str, Any]:
    body = task.body
    seeds = [order.image_seed for order in task.orders]
    name = working.loaded(state).rpartition("/")[2].rpartition(".")[0]
    return {
        "prompt": body["prompt"],
        "seed": task.seed,
        "all_seeds": seeds,
        "infotexts": [f"{body['prompt']}\nSeed: {seed}" for seed in seeds],
        "width": body["width"],
        "height": body["height"],
        "sampler_name": body["sampler_name"],
        "cfg_scale": body["cfg_scale"],
        "steps": body["steps"],
        "sd_model_name": name,
        "sd_model_hash": "0" * 10,
        "clip_skip": state.settings["CLIP_stop_at_last_layers"],
        "index_of_first_image": int(has_grid),
        "version": "v1.10.1",
    }
