"""The one worker of a server: it takes what waits, and makes its images step by step."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.playground.comfyui import graphs, sockets
from bot.playground.comfyui.files import File
from bot.playground.comfyui.tasks import Stage, Task

if TYPE_CHECKING:
    from bot.playground.comfyui.state import State
    from bot.playground.novita.drawing.order import Order

USUAL_PIXELS = 512 * 512
MOST_TOLD = 12
"""Steps of a sampler that are told of one by one; of more, only some are."""

TRACEBACK = [
    '  File "/home/operator/ComfyUI/execution.py", line 515, in execute\n',
    '  File "/home/operator/ComfyUI/nodes.py", line 1538, in sample\n',
]
TIP = (
    "Allocation on device\nThis error means you ran out of memory on your GPU.\n\n"
    "TIPS: If the workflow worked before you might have accidentally set the batch_size to a "
    "large number."
)


class Interrupted(Exception):  # noqa: N818 - somebody's wish, no error
    """The task is to end now."""


class Broken(Exception):  # noqa: N818 - what the server calls an execution error
    """A node fails."""

    def __init__(self, node: str, kind: str, message: str) -> None:
        super().__init__(message)
        self.node = node
        self.kind = kind


async def work(state: State) -> None:
    """Make what is queued, one task after the other, until cancelled."""
    while True:
        waiting = state.tasks.waiting()
        if not waiting:
            await state.changed.wait()
            continue
        await _run(state, waiting[0])


async def _run(state: State, task: Task) -> None:
    task.stage = Stage.RUNNING
    state.tell()
    await sockets.tell_status(state)
    await sockets.tell(state, task, "execution_start", task.note("execution_start"))
    stage, kind, data = await _outcome(state, task)
    # The end is told before it stands in the history.
    await sockets.tell(state, task, kind, data)
    if task.stage is Stage.RUNNING:
        task.stage = stage
        if state.knobs.keeps_history:
            state.history[task.task_id] = _entry(task)
    state.current_node = ""
    await sockets.tell(state, task, "executing", {"node": None, "prompt_id": task.task_id})
    await sockets.tell_status(state)
    state.tell()


async def _outcome(state: State, task: Task) -> tuple[Stage, str, dict[str, Any]]:
    try:
        await _make(state, task)
    except Interrupted:
        await asyncio.sleep(state.knobs.deaf_s)
        kind, about = "execution_interrupted", {"node_id": state.current_node}
        return Stage.INTERRUPTED, kind, task.note(kind, **about, node_type="KSampler", executed=[])
    except Broken as error:
        kind = "execution_error"
        return Stage.FAILED, kind, task.note(kind, **_told(task, error))
    return Stage.SUCCEEDED, "execution_success", task.note("execution_success")


def _told(task: Task, error: Broken) -> dict[str, Any]:
    inputs = {key: [value] for key, value in task.graph[error.node]["inputs"].items()}
    texts = [one["inputs"].get("text") for one in task.graph.values()]
    return {
        "node_id": error.node,
        "node_type": task.graph[error.node]["class_type"],
        "executed": [],
        "exception_message": str(error),
        "exception_type": error.kind,
        "traceback": TRACEBACK,
        "current_inputs": {**inputs, "text": [text for text in texts if text]},
        "current_outputs": [],
    }


def _entry(task: Task) -> dict[str, Any]:
    has_succeeded = task.stage is Stage.SUCCEEDED
    return {
        "prompt": task.prompt,
        "outputs": task.results,
        "status": {
            "status_str": "success" if has_succeeded else "error",
            "completed": has_succeeded,
            "messages": task.messages,
        },
        "meta": {},
    }


async def _make(state: State, task: Task) -> None:
    graph = task.graph
    keys = {output: graphs.signature(graph, output) for output in task.outputs}
    cached = [output for output in task.outputs if keys[output] in state.cached]
    await sockets.tell(state, task, "execution_cached", task.note("execution_cached", nodes=cached))
    left = [output for output in task.outputs if output not in cached]
    plain = state.knobs.plain_images
    orders = {output: graphs.orders_of(graph, output, plain=plain) for output in left}
    # Drawn while it samples: a server has written its files before it says that it is done.
    state.studio.prepare(order for ordered in orders.values() for order in ordered)
    await _sample(state, task, left)
    for output in task.outputs:
        if output in left:
            await asyncio.gather(*map(state.studio.picture, orders[output]))
            state.cached[keys[output]] = _saved(state, task, output, orders[output])
        shown = {"images": state.cached[keys[output]]}
        task.results[output] = shown
        data = {"node": output, "display_node": output, "output": shown, "prompt_id": task.task_id}
        await sockets.tell(state, task, "executed", data)


def _saved(
    state: State, task: Task, output: str, orders: tuple[Order, ...]
) -> list[dict[str, str]]:
    is_kept = task.graph[output]["class_type"] == "SaveImage"
    files = [File(order, task.graph, task) for order in orders]
    return state.files.add(files, "output" if is_kept else "temp")


async def _sample(state: State, task: Task, outputs: list[str]) -> None:
    """Go through the samplers that some outputs need."""
    graph = task.graph
    needed = {name: None for output in outputs for name in graphs.ancestry(graph, output)}
    names = graphs.samplers(graph, list(needed))
    work_of = {name: _work(task, name) for name in names}
    seconds = _seconds(state, task, sum(work_of.values()))
    for name in names:
        state.current_node = name
        data = {"node": name, "display_node": name, "prompt_id": task.task_id}
        await sockets.tell(state, task, "executing", data)
        _break(state, task, name)
        await _step(state, task, name, seconds * work_of[name] / sum(work_of.values()))
    if not names:
        await _wait(task, 0)


def _work(task: Task, name: str) -> float:
    inputs = task.graph[name]["inputs"]
    width, height, count = graphs.size_of(task.graph, name)
    share = max(float(inputs.get("denoise", 1)), 0.01)
    return float(inputs["steps"]) * share * width * height * count / USUAL_PIXELS


def _seconds(state: State, task: Task, work: float) -> float:
    knobs = state.knobs
    if knobs.duration is not None:
        return knobs.duration(task.graph) if callable(knobs.duration) else knobs.duration
    wanted = {str(one["inputs"].get("ckpt_name", "")) for one in task.graph.values()} - {""}
    loading = 0.0 if wanted <= {state.loaded} else knobs.load_ms
    state.loaded = next(iter(wanted), "")
    swing = 1 + knobs.jitter * state.rng.uniform(-1, 1)
    return (loading + work * knobs.step_ms * swing) / 1000 / knobs.speed


async def _step(state: State, task: Task, name: str, seconds: float) -> None:
    most = int(float(task.graph[name]["inputs"]["steps"]))
    told = min(most, MOST_TOLD)
    for turn in range(1, told + 1):
        await _wait(task, seconds / told)
        data = {"value": turn * most // told, "max": most, "prompt_id": task.task_id, "node": name}
        nodes = {name: {**data, "node_id": name, "state": "running"}}
        await sockets.tell(state, task, "progress", data)
        about = {"prompt_id": task.task_id, "nodes": nodes}
        await sockets.tell(state, task, "progress_state", about)
        if state.knobs.previews:
            await sockets.preview(state, task)


async def _wait(task: Task, seconds: float) -> None:
    """Wait for the next step, or for what ends the task before."""
    if not task.finishing.is_set() and not task.stopping.is_set():
        signals = [asyncio.create_task(e.wait()) for e in (task.stopping, task.finishing)]
        await asyncio.wait(signals, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for signal in signals:
            signal.cancel()
    if task.stopping.is_set():
        raise Interrupted


def _break(state: State, task: Task, node: str) -> None:
    wanted = state.knobs.fail
    reason = wanted(task.graph) if callable(wanted) else wanted
    texts = [str(one["inputs"].get("text", "")) for one in task.graph.values()]
    if task.is_doomed or any("fail" in text.lower().split() for text in texts):
        reason = reason or "error"
    if reason == "memory":
        raise Broken(node, "torch.OutOfMemoryError", TIP)
    if reason is not None:
        message = (
            "mat1 and mat2 shapes cannot be multiplied (77x2048 and 768x320)"
            if reason == "error"
            else reason
        )
        raise Broken(node, "RuntimeError", message)
