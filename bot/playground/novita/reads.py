"""The GET routes of the API."""

from __future__ import annotations

import time
from typing import Any

from aiohttp import web

from bot.playground.novita.links import link
from bot.playground.novita.models.listing import BadQueryError, page_of
from bot.playground.novita.replies import refusal
from bot.playground.novita.results import result_of
from bot.playground.novita.state import NOTE, STATE
from bot.playground.novita.tasks import Poll


async def task_result(request: web.Request) -> web.Response:
    """GET /v3/async/task-result."""
    state = request.app[STATE]
    now = time.monotonic()
    note = request[NOTE]
    note.task_id = request.query.get("task_id", "")
    task = state.tasks.find(note.task_id)
    if task is None:
        return refusal(404, "TASK_NOT_FOUND", "task not found")
    if now < task.submitted_at + state.knobs.task_hidden_ms / 1000:
        task.polls.append(Poll(now, None))
        return refusal(404, "TASK_NOT_FOUND", "task not found")
    result = result_of(task, state.knobs, lambda task, index: link(state, task, index), now=now)
    note.task_status = result["task"]["status"]
    task.polls.append(Poll(now, note.task_status))
    return web.json_response(result)


async def models(request: web.Request) -> web.Response:
    """GET /v3/model."""
    state = request.app[STATE]
    try:
        page = page_of(state.models, request.query)
    except BadQueryError as error:
        return refusal(400, "INVALID_REQUEST_BODY", str(error))
    pagination: dict[str, Any] = {"next_cursor": page.next_cursor}
    if page.next_cursor is None:
        match state.knobs.paging_end:
            case "empty":
                pagination = {"next_cursor": ""}
            case "missing":
                pagination = {}
            case "repeated":
                pagination = {"next_cursor": request.query.get("pagination.cursor", "c_0")}
    entries = [model.to_json(state.url) for model in page.models]
    return web.json_response({"models": entries, "pagination": pagination})


async def user(request: web.Request) -> web.Response:
    """GET /v3/user."""
    credit = request.app[STATE].knobs.balance
    return web.json_response(
        {
            "allow_features": ["txt2img"],
            "credit_balance": credit,
            "free_trial": {},
        }
    )


async def balance(request: web.Request) -> web.Response:
    """GET /openapi/v1/billing/balance/detail: all numbers are strings of 0.0001 USD."""
    credit = str(request.app[STATE].knobs.balance)
    return web.json_response(
        {
            "availableBalance": credit,
            "cashBalance": credit,
            "creditLimit": "0",
            "outstandingInvoices": "0",
        }
    )


async def unknown_route(_request: web.Request) -> web.Response:
    """Answer any other path."""
    return refusal(404, "API_NOT_FOUND", "api not found")
