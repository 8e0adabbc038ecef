"""The web application: which path is which handler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.novita.auth import require_key
from bot.playground.novita.images import elsewhere, image
from bot.playground.novita.middlewares import inject_faults, record
from bot.playground.novita.reads import balance, models, task_result, unknown_route, user
from bot.playground.novita.state import (
    BALANCE,
    ELSEWHERE,
    IMAGE,
    MODEL,
    RESULT,
    STATE,
    SUBMIT,
    USER,
)
from bot.playground.novita.submit import submit

if TYPE_CHECKING:
    from bot.playground.novita.state import State

ROUTES = (
    ("POST", SUBMIT, submit),
    ("GET", RESULT, task_result),
    ("GET", MODEL, models),
    ("GET", USER, user),
    ("GET", BALANCE, balance),
    ("GET", IMAGE, image),
    ("GET", ELSEWHERE, elsewhere),
    ("*", "/{tail:.*}", unknown_route),
)


def application(state: State) -> web.Application:
    """Return the API and the image store; faults are met before the key is looked at."""
    app = web.Application(middlewares=[record, inject_faults, require_key])
    for method, path, handler in ROUTES:
        app.router.add_route(method, path, handler)
    app[STATE] = state
    return app
