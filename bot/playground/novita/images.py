"""The image store: signed links to real files."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from aiohttp import web

from bot.playground.engine.replies import is_lost
from bot.playground.novita import image_faults
from bot.playground.novita.knobs import ImageFault
from bot.playground.novita.replies import store_refusal
from bot.playground.novita.signing import Signature
from bot.playground.novita.state import STATE, State
from bot.playground.novita.tasks import Download, Task


async def image(request: web.Request) -> web.StreamResponse:
    """Serve one image of a task to a signed link without an Authorization header."""
    state = request.app[STATE]
    task = state.tasks.find(request.match_info["task_id"])
    name = request.match_info["name"]
    if task is None or name not in task.names:
        return _refusal(request, state) or store_refusal(404, "NoSuchKey", "no such image")
    index = task.names.index(name)
    at = time.monotonic()
    answer = _refusal(request, state) or await _file(request, state, task, index)
    status = None if is_lost(request) else answer.status
    task.downloads.append(Download(at, index, status))
    return answer


def _refusal(request: web.Request, state: State) -> web.Response | None:
    if "Authorization" in request.headers:
        return store_refusal(400, "InvalidArgument", "Only one auth mechanism allowed")
    match state.signer.check(request.path, request.query, now=datetime.now(UTC)):
        case Signature.GOOD:
            return None
        case Signature.EXPIRED:
            return store_refusal(403, "AccessDenied", "Request has expired")
        case Signature.MISSING:
            return store_refusal(403, "AccessDenied", "Access Denied")
        case Signature.WRONG:
            return store_refusal(403, "SignatureDoesNotMatch", "The signature does not match")


async def _file(request: web.Request, state: State, task: Task, index: int) -> web.StreamResponse:
    wanted = state.knobs.image_fault
    fault = wanted(task, index) if callable(wanted) else wanted
    if fault is ImageFault.EXPIRED_ONCE:
        if request.path not in state.refused_once:
            state.refused_once.add(request.path)
            return store_refusal(403, "AccessDenied", "Request has expired")
        fault = None
    picture = await state.studio.picture(task.orders[index])
    if fault is not None:
        return await image_faults.answer(request, fault, picture, state.knobs)
    return web.Response(body=picture, content_type=f"image/{task.orders[index].format}")


async def elsewhere(_request: web.Request) -> web.Response:
    """Serve what a redirect leads to, so that a test sees who followed it."""
    return web.Response(text="somewhere else", content_type="text/plain")
