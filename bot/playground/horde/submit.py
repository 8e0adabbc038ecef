"""POST /generate/async."""

from __future__ import annotations

import json
import math
import time
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.horde.knobs import Outcome
from bot.playground.horde.middlewares import is_timed_out
from bot.playground.horde.replies import invalid, refusal
from bot.playground.horde.seeds import seeds_of
from bot.playground.horde.state import NOTE, STATE, State, Timeout
from bot.playground.horde.tasks import Slot, Task
from bot.playground.horde.validation import RefusedError, check_body, prompt_of
from bot.playground.novita.checks import InvalidBodyError
from bot.playground.novita.drawing.order import Order

if TYPE_CHECKING:
    from collections.abc import Mapping

TWO_PASSES = ("k_heun", "k_dpm_2", "k_dpm_2_a", "k_dpmpp_2s_a")
MOST_STEPS = 40
MOST_PIXELS = 1024 * 1024
REFERENCE_WORK = 20 * 512 * 512
KUDOS = 12.0
NO_WORKER = {
    "code": "NoAvailableWorker",
    "message": "Warning: No available workers can fulfill this request.",
}
NOT_JSON = "The browser (or proxy) sent a request that this server could not understand."


async def submit(request: web.Request) -> web.Response:
    """Take a request and reply with its id, or refuse it as the server would."""
    state = request.app[STATE]
    try:
        body = _parsed(request, await request.text())
        request[NOTE].told = _positive(str(body.get("prompt", "")))
        _check_caller(state, request, is_dry=bool(body.get("dry_run")))
        body = check_body(body)
        if any(0xD800 <= ord(char) < 0xE000 for char in body["prompt"]):
            return web.json_response({"message": "Internal Server Error"}, status=500)
        if body.get("dry_run"):
            return web.json_response({"kudos": KUDOS * (body.get("params") or {}).get("n", 1)})
        task = _accept(state, request, body)
        request[NOTE].task_id = task.task_id
        return _answer(state, task)
    except InvalidBodyError as error:
        field, _, complaint = str(error).partition(": ")
        return invalid(field, complaint)
    except RefusedError as error:
        if error.rc == "CorruptPrompt":
            _punish(state, request)
        return refusal(error.status, error.rc, str(error))


def _parsed(request: web.Request, text: str) -> dict[str, Any]:
    try:
        parsed = json.loads(text) if request.content_type == "application/json" else None
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise RefusedError("", NOT_JSON)
    return parsed


def _check_caller(state: State, request: web.Request, *, is_dry: bool) -> None:
    key = request.headers.get("apikey")
    if not key:
        raise InvalidBodyError("apikey", "Missing required parameter in the HTTP headers")
    if key not in state.knobs.kudos:
        raise RefusedError("InvalidAPIKey", "No user matching sent API Key.", 401)
    if state.knobs.maintenance:
        raise RefusedError("MaintenanceMode", "The server is in maintenance mode.")
    left = is_timed_out(state, request)
    if left and not is_dry:
        words = f"Your address is in time-out for {math.ceil(left)} more seconds."
        raise RefusedError("TimeoutIP", words, 403)


def _punish(state: State, request: web.Request) -> None:
    timeout = state.timeouts.setdefault(request.remote or "", Timeout())
    seconds = state.knobs.timeout_s * (2 * timeout.offences + 1)
    timeout.ends_at, timeout.offences = time.monotonic() + seconds, timeout.offences + 1


def _accept(state: State, request: web.Request, body: dict[str, Any]) -> Task:
    now, key = time.monotonic(), request.headers["apikey"]
    params = body.get("params") or {}
    prompt = prompt_of(body)
    _check_account(state, key, body, now)
    models = body.get("models") or list(state.models)
    task = Task(
        body=body,
        key=key,
        address=request.remote or "",
        prompt=prompt,
        slots=[],
        is_possible=any(state.models.get(name) for name in models),
        submitted_at=now,
        kudos=KUDOS,
        headers=dict(request.headers),
    )
    seeds = seeds_of(params, state.rng, batches=state.knobs.batches)
    for index, seed in enumerate(seeds):
        task.slots.append(_slot(state, task, index, seed))
    _decide(state, task)
    state.tasks.add(task)
    if task.is_possible:
        state.studio.prepare(
            slot.order for slot in task.slots if slot.outcome in {Outcome.MADE, Outcome.DONE_EARLY}
        )
    return task


def _decide(state: State, task: Task) -> None:
    """Say what becomes of each image; a prompt with the word ``fail`` brings none."""
    wanted, is_doomed = state.knobs.outcome, state.knobs.fail_next
    state.knobs.fail_next = False
    if is_doomed or "fail" in _positive(task.prompt).lower().split():
        wanted = Outcome.FAULTED
    for index, slot in enumerate(task.slots):
        slot.outcome = wanted(task, index) if callable(wanted) else wanted


def _positive(prompt: str) -> str:
    return prompt.partition("###")[0].strip()


def _check_account(state: State, key: str, body: Mapping[str, Any], now: float) -> None:
    params = body.get("params") or {}
    count, models = params.get("n", 1), set(body.get("models") or [])
    waiting = sum(
        slot.is_waiting(now)
        for task in state.tasks
        if task.key == key and models & set(task.body.get("models") or [])
        for slot in task.slots
    )
    if waiting + count > state.knobs.most_waiting:
        raise RefusedError("TooManyPrompts", "Parallel requests exceeded your limit.", 429)
    halved = 2 if params.get("sampler_name") in TWO_PASSES else 1
    is_large = params.get("width", 512) * params.get("height", 512) > MOST_PIXELS
    is_long = params.get("steps", 30) > MOST_STEPS // halved
    if (is_large or is_long) and state.knobs.kudos[key] < KUDOS * count:
        words = "Due to heavy demand, for requests over 50 steps the client needs kudos upfront."
        raise RefusedError("KudosUpfront", words, 403)


def _slot(state: State, task: Task, index: int, seed: int) -> Slot:
    params, knobs = task.params, state.knobs
    model = (task.body.get("models") or [""])[0]
    order = Order(
        prompt=_positive(task.prompt),
        seed=seed,
        index=0,
        count=len(task.slots) + 1,
        width=params.get("width", 512),
        height=params.get("height", 512),
        format="png" if knobs.png else "webp",
        model=model,
        guidance=params.get("cfg_scale", 5.0),
        plain=knobs.plain_images,
    )
    queue_s, run_s = _times(state, task)
    turn = 0 if knobs.batches else index // knobs.workers
    if not task.is_possible:
        return Slot(seed, math.inf, math.inf, Outcome.MADE, order)
    starts_at = task.submitted_at + queue_s + turn * run_s
    return Slot(seed, starts_at, starts_at + run_s, Outcome.MADE, order)


def _times(state: State, task: Task) -> tuple[float, float]:
    """Return the seconds in the queue, and of one image's run."""
    knobs, params = state.knobs, task.params
    if knobs.duration is not None:
        total = knobs.duration(task.body) if callable(knobs.duration) else knobs.duration
        queue = min(0.02 * total, knobs.queue_ms / 1000)
        return queue, total - queue
    swing = 1 + knobs.jitter * state.rng.uniform(-1, 1)
    work = params.get("steps", 30) * params.get("width", 512) * params.get("height", 512)
    run = knobs.run_ms * math.sqrt(work / REFERENCE_WORK) * swing
    return knobs.queue_ms / 1000 / knobs.speed, run / 1000 / knobs.speed


def _answer(state: State, task: Task) -> web.Response:
    warnings = ([] if task.is_possible else [NO_WORKER]) + state.knobs.warnings
    body: dict[str, Any] = {"id": task.task_id, "kudos": task.kudos}
    if warnings:
        body |= {"message": warnings[0]["message"], "warnings": warnings}
    return web.json_response(body, status=202)
