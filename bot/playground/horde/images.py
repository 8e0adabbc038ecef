"""The image store: signed links to real files."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aiohttp import web
from PIL import Image

from bot.playground.engine.replies import is_lost
from bot.playground.horde.state import NOTE, STATE, State
from bot.playground.horde.workers import is_judged_hot
from bot.playground.novita import image_faults
from bot.playground.novita.knobs import ImageFault
from bot.playground.novita.knobs import Knobs as ImageKnobs
from bot.playground.novita.replies import store_refusal
from bot.playground.novita.signing import Signature

if TYPE_CHECKING:
    from bot.playground.horde.tasks import Task


async def image(request: web.Request) -> web.StreamResponse:
    """Serve one image to a signed link that comes without a key."""
    state = request.app[STATE]
    found = _find(state, request.match_info["name"])
    if found is None:
        return store_refusal(404, "NoSuchKey", "no such image")
    task, index = found
    request[NOTE].task_id = task.task_id
    answer = _refusal(request, state) or await _file(request, state, task, index)
    task.downloads.append(None if is_lost(request) else answer.status)
    return answer


def _find(state: State, name: str) -> tuple[Task, int] | None:
    wanted = name.removesuffix(".webp")
    for task in state.tasks:
        for index, slot in enumerate(task.slots):
            if slot.id == wanted:
                return task, index
    return None


def _refusal(request: web.Request, state: State) -> web.Response | None:
    if "apikey" in request.headers or "Authorization" in request.headers:
        return store_refusal(400, "InvalidArgument", "Only one auth mechanism allowed")
    match state.signer.check(request.path, request.query, now=datetime.now(UTC)):
        case Signature.GOOD:
            return None
        case Signature.EXPIRED:
            return store_refusal(403, "AccessDenied", "Request has expired")
        case _:
            return store_refusal(403, "AccessDenied", "Access Denied")


async def _file(request: web.Request, state: State, task: Task, index: int) -> web.StreamResponse:
    knobs = state.knobs
    if len(task.downloads) < knobs.image_missing:
        return store_refusal(404, "NoSuchKey", "The specified key does not exist.")
    wanted = knobs.image_fault
    fault = wanted(task, index) if callable(wanted) else wanted
    if fault is ImageFault.EXPIRED_ONCE:
        fault = None
        if not task.downloads:
            return store_refusal(403, "AccessDenied", "Request has expired")
    picture = await drawn(state, task, index)
    if fault is not None:
        return await image_faults.answer(request, fault, picture, ImageKnobs())
    return web.Response(body=picture, content_type="image/webp")


async def drawn(state: State, task: Task, index: int) -> bytes:
    """Return what was drawn, or the black picture that workers put in a censored one's place."""
    slot = task.slots[index]
    is_censored = task.body.get("censor_nsfw") and not task.body.get("nsfw")
    if is_censored and state.knobs.generation is None and is_judged_hot(task, index):
        file = io.BytesIO()
        Image.new("RGB", (slot.order.width, slot.order.height)).save(file, "WEBP")
        return file.getvalue()
    return await state.studio.picture(slot.order)
