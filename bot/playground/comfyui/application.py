"""The web application: which path is which handler, and what stands before all of them."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING

from aiohttp import web
from yarl import URL

from bot.playground.comfyui import acts, reads
from bot.playground.comfyui.sockets import connect
from bot.playground.comfyui.state import NOTE, ROUTE, STATE
from bot.playground.comfyui.submit import submit
from bot.playground.comfyui.view import view
from bot.playground.engine.injection import meet
from bot.playground.engine.recording import recorded
from bot.playground.novita.state import Note

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler

    from bot.playground.comfyui.state import State

ROUTES = (
    ("prompt", "POST", "/prompt", submit),
    ("queue", "GET", "/queue", reads.queue),
    ("delete", "POST", "/queue", acts.delete),
    ("interrupt", "POST", "/interrupt", acts.interrupt),
    ("history", "GET", "/history/{task_id}", reads.history),
    ("models", "GET", "/models/{folder}", reads.models),
    ("embeddings", "GET", "/embeddings", reads.embeddings),
    ("object_info", "GET", "/object_info/{name}", reads.object_info),
    ("stats", "GET", "/system_stats", reads.stats),
    ("view", "GET", "/view", view),
    ("ws", "GET", "/ws", connect),
)
"""Each of them is there with ``/api`` before it, too."""

NEWER = (
    ("job", "GET", "/api/jobs/{task_id}", reads.job),
    ("cancel", "POST", "/api/jobs/{task_id}/cancel", acts.cancel),
)

NAMES = web.AppKey("names", dict[tuple[str, str], str])
"""Of routes, by method and path."""


def application(state: State) -> web.Application:
    """Return the server; faults are met before anything is looked at."""
    app = web.Application(middlewares=[record, inject_faults, guard], client_max_size=100_000_000)
    names = dict[tuple[str, str], str]()
    paths = [
        (name, method, prefix + path, handler)
        for name, method, path, handler in ROUTES
        for prefix in ("", "/api")
    ]
    for name, method, path, handler in (*paths, *NEWER):
        app.router.add_route(method, path, handler)
        names[method, path] = name
    app[STATE] = state
    app[NAMES] = names
    return app


def _route_of(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return request.app[NAMES].get((request.method, resource.canonical if resource else ""), "")


@web.middleware
async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Note the request and its answer, then wake whoever waits for it."""
    state = request.app[STATE]
    request[ROUTE] = _route_of(request)
    note = request[NOTE] = Note(task_id=request.match_info.get("task_id", ""))
    if request.transport is not None:
        state.connections.add(request.transport)
    return await recorded(request, handler, state, request[ROUTE], note)


@web.middleware
async def inject_faults(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer as the route's next fault says, or truly when there is none."""
    return await meet(request.app[STATE].faults.take(request[ROUTE]), request, handler)


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Take a moment; refuse pages of other origins, and whoever the door does not let in."""
    state = request.app[STATE]
    low, high = state.knobs.reply_ms
    await asyncio.sleep(state.rng.uniform(low, high) / 1000)
    if state.knobs.front == "login page":
        return web.Response(text="<!doctype html><form>Who is it?</form>", content_type="text/html")
    if state.knobs.front == "password" and "Authorization" not in request.headers:
        headers = {"WWW-Authenticate": 'Basic realm="ComfyUI"'}
        return web.Response(status=HTTPStatus.UNAUTHORIZED, headers=headers)
    if _is_foreign(request):
        return web.Response(status=HTTPStatus.FORBIDDEN)
    try:
        return await handler(request)
    except (ValueError, TypeError, KeyError):
        # As its web framework answers for a handler that breaks.
        text = "500 Internal Server Error\n\nServer got itself in trouble"
        return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR, text=text)


def _is_foreign(request: web.Request) -> bool:
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return True
    origin = request.headers.get("Origin")
    return origin is not None and URL(origin).host != request.url.host
