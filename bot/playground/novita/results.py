"""The body of a task's result."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.playground.novita import detection
from bot.playground.novita.knobs import Special
from bot.playground.novita.tasks import FAILED, PROCESSING, SUCCEED, Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.novita.knobs import Knobs

    LinkTo: TypeAlias = Callable[[Task, int], str]
    Json: TypeAlias = dict[str, Any]


def result_of(task: Task, knobs: Knobs, link_to: LinkTo, *, now: float) -> Json:
    """Return what a poll at ``now`` (monotonic seconds) reads.

    Args:
        task: The task that is looked at.
        knobs: The shape of the moment.
        link_to: Makes a fresh link to an image of the task by index.
        now: Seconds of ``time.monotonic()``.
    """
    status = task.status_at(now)
    if now < task.submitted_at + knobs.unknown_status_ms / 1000:
        status = knobs.unknown_status
    done = status == SUCCEED
    images = [_image(task, i, knobs, link_to) for i in range(_count(task, knobs))] if done else []
    body: Json = {
        "extra": _extra(task, knobs, done=done),
        "task": _task(task, status, knobs, now=now),
        "images": images,
        "videos": [],
    }
    return body | {"audios": []} if knobs.audios else body


def _count(task: Task, knobs: Knobs) -> int:
    asked = len(task.orders)
    return asked if knobs.image_count is None else min(knobs.image_count, asked)


def _task(task: Task, status: str, knobs: Knobs, *, now: float) -> Json:
    progress: float = knobs.progress_on_success if status == SUCCEED else 0
    eta: float = 0
    if knobs.report_progress and status == PROCESSING:
        progress = task.progress_at(now)
        eta = math.ceil(task.completed_at - now) if math.isfinite(task.completed_at) else 0
    return {
        "task_id": task.task_id,
        "task_type": "TXT_TO_IMG",
        "status": status,
        "reason": (task.failure or "") if status == FAILED else "",
        "eta": eta,
        "progress_percent": progress,
    }


def _extra(task: Task, knobs: Knobs, *, done: bool) -> Json:
    extra: Json = {"seed": task.seed if knobs.seed_as_int else str(task.seed)}
    if knobs.echo_detection:
        extra["enable_nsfw_detection"] = bool(task.extra.get("enable_nsfw_detection"))
    if knobs.debug_info != "off":
        is_known = done and knobs.debug_info == "on"
        extra["debug_info"] = {
            "request_info": _request_info(task) if is_known else "",
            "submit_time_ms": _epoch_ms(task, task.submitted_at) if is_known else "",
            "execute_time_ms": _epoch_ms(task, task.started_at) if is_known else "",
            "complete_time_ms": _epoch_ms(task, task.completed_at) if is_known else "",
        }
    return extra


def _epoch_ms(task: Task, moment: float) -> str:
    return str(round((moment + task.wall_offset) * 1000))


def _request_info(task: Task) -> str:
    request = task.request
    info = {
        "model": request["model_name"],
        "prompts": [request["prompt"]],
        "negative_prompts": [request.get("negative_prompt") or ""],
        "seeds": [task.seed],
        "height": request["height"],
        "width": request["width"],
        "guidance_scale": request["guidance_scale"],
        "num_images_per_prompt": request["image_num"],
        "num_inference_steps": request["steps"],
        "sampler_name": request["sampler_name"],
        "clip_skip": request.get("clip_skip"),
    }
    return json.dumps(info, separators=(",", ":"))


def _image(task: Task, index: int, knobs: Knobs, link_to: LinkTo) -> Json:
    image: Json = {
        "image_url": link_to(task, index),
        "image_url_ttl": knobs.ttl,
        "image_type": task.orders[index].format,
    }
    verdict = _detected(task, index, knobs)
    return image if verdict is Special.MISSING else image | {"nsfw_detection_result": verdict}


def _detected(task: Task, index: int, knobs: Knobs) -> object:
    asked = bool(task.extra.get("enable_nsfw_detection"))
    if task.confidence is not None:
        return {"valid": True, "confidence": task.confidence} if asked else None
    chosen = knobs.nsfw_result
    verdict: object = chosen(task, index) if callable(chosen) else chosen
    if verdict is not Special.DETECT:
        return verdict
    if not asked:
        return None
    confidence = detection.confidence(
        task.request["prompt"],
        task.seed,
        index,
        count=len(task.orders),
        level=task.extra.get("nsfw_detection_level") or 0,
    )
    return {"valid": True, "confidence": confidence}
