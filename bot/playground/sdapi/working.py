"""What the server does with a task: one at a time, as long as it takes."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from bot.playground.novita.drawing.order import Order
from bot.playground.sdapi.metadata import telling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.sdapi.state import State
    from bot.playground.sdapi.tasks import Task

REFERENCE_WORK = 512 * 512 * 20
HOLDING = 3600.0
FORMATS = {"jpg": "jpeg", "jpeg": "jpeg", "webp": "webp", "png": "png"}


async def work(state: State, task: Task) -> None:
    """Wait for the server's turn, then run the task to its end, or until it is interrupted."""
    state.tasks.append(task)
    state.tell()
    async with state.lock:
        if task.is_cancelled or task not in state.tasks:
            return
        task.started_at = time.monotonic()
        state.tell()
        task.duration += loading(state, task.body)
        seconds = HOLDING if state.knobs.hold and task.duration else task.duration
        try:
            async with asyncio.timeout(seconds):
                await task.let_go.wait()
        except TimeoutError:
            pass
        task.ended_at = time.monotonic()
    state.tell()


def loading(state: State, body: Mapping[str, Any]) -> float:
    """Take over what a request overrides; return the seconds to load another checkpoint.

    One that is not there is ignored without a word, and the loaded one goes on, as in A1111.
    """
    wanted = dict(body.get("override_settings") or {})
    checkpoint = wanted.pop("sd_model_checkpoint", None)
    state.settings |= wanted
    names = {name: name for name in state.stock.checkpoints}
    names |= {name.rpartition("/")[2]: name for name in names}
    if checkpoint not in names or names[checkpoint] == loaded(state):
        return 0.0
    state.settings["sd_model_checkpoint"] = names[checkpoint]
    return state.knobs.load_ms / 1000 / state.knobs.speed


def loaded(state: State) -> str:
    """Return the checkpoint in memory."""
    return str(state.settings["sd_model_checkpoint"]).partition(" [")[0]


def run_seconds(state: State, body: Mapping[str, Any], count: int, steps: int) -> float:
    """Return how long it takes to make so many images."""
    factor = float((body.get("hr_scale") or 2.0) ** 2) if body.get("enable_hr") else 1.0
    if state.knobs.duration is not None:
        return state.knobs.duration
    share = body["width"] * body["height"] * factor * steps * count / REFERENCE_WORK
    swing = 1 + state.knobs.jitter * state.rng.uniform(-1, 1)
    return float(state.knobs.run_ms / 1000 * share**0.5 * swing / state.knobs.speed)


def failure(state: State, prompt: str) -> str:
    """Return why a new task is to fail; nothing when it is not."""
    is_doomed, state.knobs.fail_next = state.knobs.fail_next, False
    fails = is_doomed or "fail" in prompt.lower().split()
    return "A tensor with all NaNs was produced in Unet." if fails else ""


def orders(state: State, asked: Mapping[str, Any], *, count: int, kind: str) -> tuple[Order, ...]:
    """Return what is to be drawn. ``asked`` is in the words of ``txt2img``."""
    scale = asked.get("hr_scale") or 1 if asked.get("enable_hr") else 1
    return tuple(
        Order(
            prompt=asked["prompt"],
            seed=asked["seed"],
            index=index,
            count=count,
            # The sides of a latent image are whole eighths.
            width=int(asked["width"] * scale) // 8 * 8,
            height=int(asked["height"] * scale) // 8 * 8,
            format=FORMATS.get(kind, "png"),
            model=loaded(state),
            hires=bool(asked.get("enable_hr")),
            guidance=asked.get("cfg_scale", 7.0),
            plain=state.knobs.plain_images,
        )
        for index in range(count)
    )


async def files(state: State, task: Task) -> list[bytes]:
    """Return the files of a task that has ended, which tell how they were made."""
    drawn = [await state.studio.picture(order) for order in task.orders]
    if not state.knobs.metadata:
        return drawn
    return [
        telling(data, f"{order.prompt}\nSteps: {task.body.get('steps')}, Seed: {order.image_seed}")
        for data, order in zip(drawn, task.orders, strict=True)
    ]
