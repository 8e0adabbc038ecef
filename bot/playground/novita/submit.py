"""POST /v3/async/txt2img."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.novita.checks import InvalidBodyError
from bot.playground.novita.drawing.order import orders_of
from bot.playground.novita.replies import refusal
from bot.playground.novita.state import NOTE, STATE, State
from bot.playground.novita.tasks import FAILED, Task
from bot.playground.novita.timing import Plan, plan
from bot.playground.novita.validation import MAX_SEED, check_body

if TYPE_CHECKING:
    from collections.abc import Mapping

ASKED_TO_FAIL = "failed because the page asked for it"


async def submit(request: web.Request) -> web.Response:
    """Accept a task and reply with its id, or refuse it as Novita would."""
    state = request.app[STATE]
    if state.knobs.route_gone is not None:
        return _gone(state.knobs.route_gone)
    try:
        asked = _parsed(request, await request.text())
        request[NOTE].prompt = _prompt_in(asked)
        body = check_body(asked)
    except InvalidBodyError as error:
        return refusal(400, error.reason, str(error))
    refused = _refused(state, body["request"])
    if refused is not None:
        return refused
    task = _accept(state, dict(body), dict(request.headers))
    request[NOTE].task_id = task.task_id
    return web.json_response(_reply(state, task))


def _gone(form: str) -> web.Response:
    if form == "text":
        return web.Response(status=404, text="route not found")
    return refusal(404, "API_NOT_FOUND", "api not found")


def _parsed(request: web.Request, text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    if request.content_type != "application/json":
        raise InvalidBodyError("Content-Type", "must be application/json")
    try:
        return json.loads(text)
    except ValueError as error:
        raise InvalidBodyError("body", "is not JSON") from error


def _prompt_in(asked: object) -> str:
    part = asked.get("request") if isinstance(asked, dict) else None
    prompt = part.get("prompt") if isinstance(part, dict) else None
    return prompt if isinstance(prompt, str) else ""


def _refused(state: State, asked: Mapping[str, Any]) -> web.Response | None:
    if "forbidden" in asked["prompt"].lower():
        return refusal(400, "ILLEGAL_PROMPT", "the prompt is not allowed")
    known = {model.sd_name for model in state.models if model.kind == "checkpoint"}
    if state.knobs.check_models and asked["model_name"] not in known:
        return refusal(404, "MODEL_NOT_FOUND", "model not found")
    if state.knobs.balance <= 0:
        return refusal(400, "BILLING_BALANCE_NOT_ENOUGH", "balance not enough")
    return _over_budget(state, asked["image_num"])


def _over_budget(state: State, images: int) -> web.Response | None:
    limit = state.knobs.images_per_minute
    if limit is None:
        return None
    now = time.monotonic()
    wait = state.budget.wait_for(images, limit=limit, now=now)
    if wait <= 0:
        state.budget.spend(images, now=now)
        return None
    headers = {"Retry-After": str(int(wait) + 1)} if state.knobs.retry_after else None
    return refusal(429, "RATE_LIMIT_EXCEEDED", "too many images per minute", headers=headers)


def _accept(state: State, body: dict[str, Any], headers: dict[str, str]) -> Task:
    asked = body["request"]
    drawn = asked.get("seed", -1)
    seed = state.rng.randint(0, MAX_SEED) if drawn in {None, -1} else drawn
    task = Task(
        body=body,
        headers=headers,
        seed=seed,
        orders=orders_of(body, seed, plain=state.knobs.plain_images),
        failure=_failure(state, body),
        submitted_at=time.monotonic(),
        plan=_plan(state, body),
        confidence=state.knobs.next_confidence,
    )
    state.knobs.next_confidence = None
    state.tasks.add(task)
    if task.failure is None:
        state.studio.prepare(task.orders)
    state.webhooks.watch(task)
    return task


def _test_mode(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    mode = ((body.get("extra") or {}).get("webhook") or {}).get("test_mode") or {}
    return mode if mode.get("enabled") else None


def _failure(state: State, body: Mapping[str, Any]) -> str | None:
    test = _test_mode(body)
    if test is not None:
        return "test mode" if test["return_task_status"] == FAILED else None
    wanted = state.knobs.fail_reason
    reason = wanted(body) if callable(wanted) else wanted
    if state.knobs.fail_next:
        state.knobs.fail_next = False
        return reason or ASKED_TO_FAIL
    unlucky = state.rng.random() < state.knobs.failure_rate
    if reason or unlucky or "fail" in body["request"]["prompt"].lower().split():
        return reason or "image generation failed"
    return None


def _plan(state: State, body: Mapping[str, Any]) -> Plan:
    if _test_mode(body) is not None:
        return Plan(0, 0)
    model = body["request"]["model_name"]
    cold = state.knobs.cold_start and model not in state.warm_models
    state.warm_models.add(model)
    return plan(body, state.knobs, state.rng, cold=cold)


def _reply(state: State, task: Task) -> dict[str, Any]:
    shape = state.knobs.reply_shape
    if shape == "auto":
        shape = "b" if task.extra.get("enable_nsfw_detection") else "a"
    if shape == "b":
        return {"code": 0, "msg": "", "data": {"task_id": task.task_id}}
    return {"task_id": task.task_id}
