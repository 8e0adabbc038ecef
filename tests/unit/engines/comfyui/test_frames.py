"""What the WebSocket tells, and how far a task is by it."""

from __future__ import annotations

import json

from bot.domain.ids import TaskId
from bot.engines.comfyui.frames import Frame, read_frame
from bot.engines.comfyui.progress import Progress
from tests.tables import each_row

T1, T2 = TaskId("t1"), TaskId("t2")


def frame(kind: object, **data: object) -> str:
    return json.dumps({"type": kind, "data": data})


@each_row(
    "text",
    [
        frame("executing", node=None, prompt_id="t1"),
        frame("execution_success", prompt_id="t1", timestamp=1),
        frame("execution_error", prompt_id="t1", exception_message="x"),
        frame("execution_interrupted", prompt_id="t1"),
    ],
)
def test_an_end_is_heard(text: str) -> None:
    assert read_frame(text) == Frame(T1, has_ended=True)


def test_progress_is_heard() -> None:
    heard = read_frame(frame("progress", value=5, max=20, prompt_id="t1", node="sampler_1"))
    assert heard == Frame(T1, node="sampler_1", share=0.25)


@each_row(
    "text",
    [
        frame("status", status={"exec_info": {"queue_remaining": 1}}, sid="x"),
        frame("executing", node=None),
        frame("executing", node="3", prompt_id="t1"),
        frame("execution_start", prompt_id="t1"),
        frame("progress_state", prompt_id="t1", nodes={}),
        frame("progress", value=1, max=0, prompt_id="t1", node="3"),
        frame("progress", value=9, max=4, prompt_id="t1", node="3"),
        frame("progress", value="x", max=4, prompt_id="t1", node="3"),
        frame("progress", value=-1, max=4, prompt_id="t1", node="3"),
        frame(7, prompt_id="t1"),
        frame("execution_success", prompt_id=7),
        "{}",
        "[]",
        '{"type": "progress", "data": 7}',
        "not json",
        "",
        "[" * 100_000,
    ],
)
def test_all_else_is_of_no_use(text: str) -> None:
    assert read_frame(text) is None


def test_progress_counts_all_samplers_of_a_task_alike() -> None:
    progress = Progress()
    progress.expect(T1, ["sampler_1", "sampler_2"])
    assert progress.percent(T1) is None
    progress.note(T1, "sampler_1", 0.5)
    assert progress.percent(T1) == 25
    progress.note(T1, "sampler_1", 1.0)
    progress.note(T1, "sampler_2", 1.0)
    assert progress.percent(T1) == 99


def test_foreign_tasks_and_nodes_change_nothing() -> None:
    progress = Progress()
    progress.expect(T1, ["sampler_1"])
    progress.note(T2, "sampler_1", 0.5)
    progress.note(T1, "upscaler", 0.5)
    assert progress.percent(T1) is progress.percent(T2) is None
    assert progress.tasks == (T1,)


def test_what_is_remembered_is_bounded() -> None:
    progress = Progress(kept=2)
    for number in range(5):
        progress.expect(TaskId(str(number)), ["s"])
    assert list(progress.tasks) == ["3", "4"]
    progress.know(TaskId("4"))
    progress.know(T1)
    progress.drop(TaskId("4"))
    progress.drop(T2)
    assert list(progress.tasks) == [T1]
    assert progress.percent(T1) is None
