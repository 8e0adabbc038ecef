"""What a server says of a task, in either interface, and what the jobs are told."""

from __future__ import annotations

from typing import Any

import pytest

from bot.domain.ids import TaskId
from bot.domain.ports import TaskStatus
from bot.engine_errors import MalformedReplyError
from bot.engines.comfyui.queueing import read_queue
from bot.engines.comfyui.views import ended_entry, ended_job, told, view
from bot.failure_kinds import FailureKind
from tests.tables import each_row

TASK = TaskId("5e0f1ac2-9ac5-4b1e-8d4b-1b0f6f1f2d6c")
FILE = {"filename": "ComfyUI_temp_abcde_00001_.png", "subfolder": "", "type": "temp"}
NAMED = "filename=ComfyUI_temp_abcde_00001_.png&subfolder=&type=temp"
ERROR = {
    "node_id": "sampler_1",
    "node_type": "KSampler",
    "exception_type": "RuntimeError",
    "exception_message": "shapes cannot be multiplied\nsecond line",
    "traceback": ['File "/home/me/nodes.py"'],
    "current_inputs": {"text": ["a secret prompt"]},
}


def entry(outputs: object = None, *messages: object, status: str = "success") -> dict[str, Any]:
    told = {"status_str": status, "completed": status == "success", "messages": list(messages)}
    return {"prompt": [0, TASK, {}, {}, []], "outputs": outputs or {}, "status": told, "meta": {}}


def job(status: str, **more: object) -> dict[str, Any]:
    return {"id": TASK, "status": status, **more}


def images(outputs: object) -> list[tuple[str, int | None]]:
    seen = view(TASK, ended_entry(entry(outputs)))
    return [(image.url, image.seed) for image in seen.images]


@each_row("status", ["pending", "in_progress", "dreaming", "", None, 7])
def test_what_has_not_ended_for_certain_has_not_ended(status: object) -> None:
    assert ended_job({"id": TASK, "status": status}) is None


def test_images_come_in_their_order_with_their_seeds() -> None:
    outputs = {
        "darkroom_10_16": {"images": [{**FILE, "filename": "ten.png"}]},
        "darkroom_2_8": {"images": [{**FILE, "filename": "two.png", "subfolder": "a b"}]},
        "darkroom_1_7": {"images": [FILE, {**FILE, "filename": "more.png"}]},
        "12": {"images": [{**FILE, "filename": "not-ours.png"}]},
    }
    found = images(outputs)
    assert len(found) == 10
    assert found[0] == (NAMED, 7)
    assert found[1] == ("filename=two.png&subfolder=a+b&type=temp", 8)
    assert found[2:9] == [("", None)] * 7
    assert found[9][1] == 16


def test_one_output_gives_all_that_it_has_and_only_the_first_seed_is_known() -> None:
    more = NAMED.replace(FILE["filename"], "more.png")
    both = [FILE, {**FILE, "filename": "more.png"}]
    assert images({"darkroom_1_7": {"images": both}}) == [(NAMED, 7), (more, None)]
    assert images({"darkroom_1": {"images": [FILE]}}) == [(NAMED, None)]


def test_a_file_that_is_listed_twice_is_one_image() -> None:
    other = {**FILE, "filename": "other.png"}
    named_other = NAMED.replace(FILE["filename"], "other.png")
    assert images({"darkroom_1_7": {"images": [FILE, FILE]}}) == [(NAMED, 7)]
    twice = {"darkroom_1_7": {"images": [FILE]}, "darkroom_2_8": {"images": [FILE]}}
    third = {"darkroom_3_9": {"images": [FILE, other]}}
    assert images(twice | third) == [(NAMED, 7), ("", 8), (named_other, 9)]


@each_row(
    "outputs",
    [
        None,
        {},
        [],
        {"darkroom_1_7": None},
        {"darkroom_1_7": {"images": "x"}},
        {"darkroom_1_7": {"images": [None, {}, {"filename": 7}]}},
        {"9": {"images": [FILE]}},
    ],
)
def test_what_is_no_image_is_none(outputs: object) -> None:
    assert images(outputs) == []


def test_a_name_cannot_ask_for_more_than_a_file() -> None:
    ((url, _),) = images({"darkroom_1_7": {"images": [{**FILE, "filename": "x&type=input#/../y"}]}})
    assert url == "filename=x%26type%3Dinput%23%2F..%2Fy&subfolder=&type=temp"


def test_a_success_tells_its_run_time_by_the_servers_clock() -> None:
    done = ended_job(job("completed", create_time=1000, execution_end_time=3500, outputs={}))
    assert done is not None
    assert view(TASK, done).run_seconds == 2.5
    newer = entry({}, ["execution_success", {"timestamp": 3500}])
    newer["prompt"][3] = {"create_time": 1000}
    assert ended_entry(newer).run_seconds == 2.5
    assert ended_entry(entry({}, ["execution_success", {"timestamp": 3500}])).run_seconds is None


@each_row(
    "ended",
    [
        ended_entry(entry({}, ["execution_error", ERROR], status="error")),
        ended_job(job("failed", execution_error=ERROR)),
        ended_job(job("failed", execution_status={"messages": [["execution_error", ERROR]]})),
    ],
)
def test_a_failure_says_no_more_than_node_and_kind(ended: Any) -> None:  # noqa: ANN401
    seen = view(TASK, ended)
    assert (seen.status, seen.reason) == (TaskStatus.FAILED, "RuntimeError in KSampler")
    assert seen.failure is FailureKind.TASK_FAILED
    assert told(ended) == "shapes cannot be multiplied"
    assert "secret" not in repr((seen, told(ended)))


@each_row(
    "ended",
    [
        ended_entry(entry({}, ["execution_interrupted", {}], status="error")),
        ended_job(job("cancelled")),
        ended_job(
            job(
                "failed", execution_status={"messages": [["execution_interrupted", {"node_id": 1}]]}
            )
        ),
    ],
)
def test_an_interruption_is_told_from_a_failure(ended: Any) -> None:  # noqa: ANN401
    assert view(TASK, ended).reason == "the task was interrupted on the server"


@each_row(
    "error",
    [
        {"exception_type": "torch.OutOfMemoryError", "exception_message": "Allocation on device"},
        {"exception_type": "torch.cuda.OutOfMemoryError"},
        {"exception_type": "RuntimeError", "exception_message": "CUDA out of memory. Tried to"},
    ],
)
def test_too_little_memory_is_said_as_such(error: dict[str, str]) -> None:
    ended = ended_job(job("failed", execution_error=error))
    assert ended is not None
    seen = view(TASK, ended)
    assert (seen.failure, seen.reason) == (FailureKind.OUT_OF_MEMORY, "")


def test_a_failure_that_explains_nothing_is_one() -> None:
    bare = ended_job(job("failed"))
    assert bare is not None
    assert not bare.is_explained
    assert view(TASK, bare).status is TaskStatus.FAILED
    assert view(TASK, ended_entry(entry({}, 7, [], ["x"], status="error"))).reason == ""


def test_the_queue_is_read_in_the_order_in_which_it_runs() -> None:
    said = {
        "queue_running": [[3, "r", {}, {}, []]],
        "queue_pending": [[9, "c", {}], [-1, "front"], [5, TASK], [4], "x", [1, 7]],
    }
    queue = read_queue(said)
    assert (queue.running, queue.waiting) == (("r",), ("front", TASK, "c"))
    assert queue.place(TASK) == 2
    assert queue.place(TaskId("r")) is None
    assert "r" in queue
    assert "gone" not in queue


@each_row("said", [{}, {"queue_running": []}, {"queue_pending": {}}])
def test_what_is_no_queue_says_nothing_of_what_is_not_in_it(said: dict[str, object]) -> None:
    with pytest.raises(MalformedReplyError):
        read_queue(said)
