"""The web application: which path is which handler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.sdapi import native, running
from bot.playground.sdapi.doors import inject_faults, let_in, record, take_time
from bot.playground.sdapi.lists import listed
from bot.playground.sdapi.replies import detail
from bot.playground.sdapi.state import STATE
from bot.playground.sdapi.txt2img import txt2img

if TYPE_CHECKING:
    from bot.playground.sdapi.state import State


async def unknown(_request: web.Request) -> web.Response:
    """Answer any other path."""
    return detail(404, "Not Found")


ROUTES = (
    ("POST", "/sdapi/v1/txt2img", txt2img),
    ("GET", "/sdapi/v1/progress", running.progress),
    ("POST", "/sdapi/v1/interrupt", running.interrupt),
    ("POST", "/internal/progress", running.internal_progress),
    ("GET", "/internal/pending-tasks", running.pending_tasks),
    ("GET", "/sdapi/v1/{name}", listed),
    ("GET", "/sdcpp/v1/capabilities", native.capabilities),
    ("POST", "/sdcpp/v1/img_gen", native.img_gen),
    ("GET", "/sdcpp/v1/jobs/{id}", native.job),
    ("POST", "/sdcpp/v1/jobs/{id}/cancel", native.cancel),
    ("*", "/{tail:.*}", unknown),
)


def application(state: State) -> web.Application:
    """Return the API; faults are met before anybody is let in."""
    app = web.Application(middlewares=[record, inject_faults, take_time, let_in])
    for method, path, handler in ROUTES:
        app.router.add_route(method, path, handler)
    app[STATE] = state
    return app
