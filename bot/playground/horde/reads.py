"""The routes that tell of requests, and the one that cancels them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.engine.replies import page
from bot.playground.horde.replies import NOT_FOUND, refusal
from bot.playground.horde.state import NOTE, STATE, State
from bot.playground.horde.workers import is_judged_hot

if TYPE_CHECKING:
    from bot.playground.horde.tasks import Slot, Task

WORKER = "00000000-0000-4000-8000-00000000d0e5"


async def check(request: web.Request) -> web.Response:
    """GET /generate/check/{id}: remembered for a second."""
    state, now = request.app[STATE], time.monotonic()
    task = _found(state, request, now)
    if task is None:
        return _missing(request)
    task.checks += 1
    if task.remembered is None or now - task.remembered[0] >= state.knobs.remembered_s:
        task.remembered = (now, _state(state, task, now))
    return _told(request, task.remembered[1])


async def status(request: web.Request) -> web.Response:
    """GET /generate/status/{id}: always fresh."""
    state, now = request.app[STATE], time.monotonic()
    task = _found(state, request, now)
    if task is None:
        return _missing(request)
    task.reads += 1
    return _told(request, _status(state, task, now))


async def cancel(request: web.Request) -> web.Response:
    """DELETE /generate/status/{id}: answers with the state before; whoever knows the id may."""
    state, now = request.app[STATE], time.monotonic()
    task = _found(state, request, now)
    if task is None:
        return _missing(request)
    body = _status(state, task, now)
    task.cancel(now)
    return _told(request, body)


async def find_user(request: web.Request) -> web.Response:
    """GET /find_user."""
    state, now = request.app[STATE], time.monotonic()
    key = request.headers.get("apikey")
    if not key:
        return refusal(401, "InvalidAPIKey", "No user matching sent API Key.")
    if key not in state.knobs.kudos:
        return refusal(404, "UserNotFound", "User not found.")
    own = [task for task in state.tasks if task.key == key and not _is_expired(state, task, now)]
    body: dict[str, Any] = {
        "username": f"somebody#{len(key)}",
        "id": 1,
        "kudos": state.knobs.kudos[key],
        "concurrency": state.knobs.most_waiting,
        "trusted": False,
    }
    listed = [t.task_id for t in own if t.submitted_at <= now - state.knobs.listing_late_s]
    if listed:
        shown = [] if key == "0000000000" else listed
        body["active_generations"] = {"image": shown, "text": [], "alchemy": []}
    return web.json_response(body)


async def models(request: web.Request) -> web.Response:
    """GET /status/models."""
    state = request.app[STATE]
    return web.json_response(
        [
            {
                "name": name,
                "count": count,
                "performance": 1_200_000.0,
                "queued": 0,
                "jobs": 0,
                "eta": 0,
                "type": "image",
            }
            for name, count in state.models.items()
        ]
    )


async def modes(request: web.Request) -> web.Response:
    """GET /status/modes: whoever shows a key had better be a moderator."""
    knobs = request.app[STATE].knobs
    if "apikey" in request.headers:
        return refusal(403, "NotModerator", "Access Denied")
    return web.json_response(
        {
            "maintenance_mode": knobs.maintenance,
            "invite_only_mode": False,
            "raid_mode": knobs.modes == "raid",
        }
    )


async def heartbeat(_: web.Request) -> web.Response:
    """GET /status/heartbeat."""
    return web.json_response({"message": "OK", "version": "5.1.5"})


async def unknown_route(_: web.Request) -> web.Response:
    """Answer any other path, in HTML."""
    return page(404)


def _found(state: State, request: web.Request, now: float) -> Task | None:
    task = state.tasks.find(request.match_info["id"])
    if task is None or _is_expired(state, task, now):
        return None
    task.refreshed_at = now
    return task


def _is_expired(state: State, task: Task, now: float) -> bool:
    return now >= task.refreshed_at + state.knobs.lifetime_s


def _told(request: web.Request, body: dict[str, Any]) -> web.Response:
    """Answer with how a task stands, and note it in few words."""
    made, running, place = body["finished"], body["processing"], body["queue_position"]
    counted = ((made, "made"), (running, "under way"), (body["waiting"], "waiting"))
    words = [f"{count} {what}" for count, what in counted if count]
    note = request[NOTE]
    note.is_end = bool(body["done"] or body["faulted"])
    note.told = "done" if note.is_end and made else ", ".join(words) or "nothing made"
    if place:
        note.told += f", place {place}"
    return web.json_response(body)


def _missing(request: web.Request) -> web.Response:
    words = NOT_FOUND.format(request.match_info["id"])
    return refusal(404, "RequestNotFound", words)


def _state(state: State, task: Task, now: float) -> dict[str, Any]:
    ahead = sum(
        other.submitted_at < task.submitted_at and any(slot.is_waiting(now) for slot in other.slots)
        for other in state.tasks
    )
    truth = task.state(now, sweep_s=state.knobs.sweep_s, ahead=ahead)
    estimate = state.knobs.wait_time
    return truth if estimate is None else truth | {"wait_time": estimate}


def _status(state: State, task: Task, now: float) -> dict[str, Any]:
    """Return the state with the finished images, in no order."""
    finished = [(n, slot) for n, slot in enumerate(task.slots) if slot.is_finished(now)]
    finished.sort(key=lambda one: one[1].id)
    generations = [_generation(state, task, index, slot) for index, slot in finished]
    return _state(state, task, now) | {"generations": generations, "shared": False}


def _generation(state: State, task: Task, index: int, slot: Slot) -> dict[str, Any]:
    path = f"/r2/{slot.id}.webp"
    expires_s = state.knobs.url_expires_s
    query = state.signer.query(path, now=datetime.now(UTC), expires_s=expires_s)
    censors = task.body.get("censor_nsfw", True) and not task.body.get("nsfw", True)
    is_censored = bool(censors) and is_judged_hot(task, index)
    truth: dict[str, Any] = {
        "img": f"{state.knobs.image_base_url or state.url}{path}?{query}",
        "seed": str(slot.seed),
        "id": slot.id,
        "censored": is_censored,
        "worker_id": WORKER,
        "worker_name": "Somebody's machine",
        "model": (task.body.get("models") or [""])[0],
        "state": "ok",
        "gen_metadata": _metadata(state, task, index, is_censored=is_censored),
    }
    return truth | dict(state.knobs.generation(task, index) if state.knobs.generation else {})


def _metadata(state: State, task: Task, index: int, *, is_censored: bool) -> list[dict[str, str]]:
    told = [{"type": "censorship", "value": "nsfw"}] if is_censored else []
    if state.knobs.batches:
        told.append({"type": "batch_index", "value": str(index)})
    for kind, field in (("lora", "loras"), ("ti", "tis")):
        told += [
            {"type": kind, "value": "download_failed", "ref": entry["name"]}
            for entry in task.params.get(field) or []
            if entry["name"].startswith("missing")
        ]
    return told
