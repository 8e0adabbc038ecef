"""What a poll reads, and every knob about it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import pytest

from bot.playground.novita.knobs import Special
from tests.unit.playground_novita.caller import body_of, detecting

if TYPE_CHECKING:
    from bot.playground.novita.server import NovitaStandIn
    from bot.playground.novita.tasks import Task
    from tests.unit.playground_novita.caller import Caller


async def test_an_unknown_task_is_not_found(caller: Caller) -> None:
    reply = await caller.poll("nothing")
    assert (reply.status, reply.json["reason"]) == (404, "TASK_NOT_FOUND")


async def test_a_task_may_be_hidden_for_a_while(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.task_hidden_ms = 60_000
    task_id = (await caller.submit(body_of())).json["task_id"]
    assert (await caller.poll(task_id)).json["reason"] == "TASK_NOT_FOUND"
    stand_in.knobs.task_hidden_ms = 0
    assert (await caller.poll(task_id)).status == 200
    assert [poll.status for poll in stand_in.tasks[0].polls] == [None, "TASK_STATUS_SUCCEED"]


async def test_a_status_may_be_unknown_for_a_while(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.unknown_status_ms = 60_000
    task_id = (await caller.submit(body_of())).json["task_id"]
    result = (await caller.poll(task_id)).json
    assert (result["task"]["status"], result["images"]) == ("TASK_STATUS_UNKNOWN", [])
    stand_in.knobs.unknown_status_ms = 0
    assert (await caller.poll(task_id)).json["task"]["status"] == "TASK_STATUS_SUCCEED"


async def test_a_task_is_queued_then_runs_then_ends(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.knobs.duration = math.inf
    stand_in.knobs.queue_ms = math.inf
    task_id = (await caller.submit(body_of())).json["task_id"]
    task = stand_in.tasks[0]
    now = task.submitted_at
    assert (await caller.poll(task_id)).json["task"]["status"] == "TASK_STATUS_QUEUED"
    task.completed_at = now + 1000
    task.plan = type(task.plan)(queue_s=0, total_s=1000)
    assert (await caller.poll(task_id)).json["task"]["status"] == "TASK_STATUS_PROCESSING"
    task.finish()
    assert (await caller.poll(task_id)).json["task"]["status"] == "TASK_STATUS_SUCCEED"


async def test_a_running_task_has_no_images_but_all_lists(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.knobs.duration = math.inf
    task_id = (await caller.submit(body_of())).json["task_id"]
    result = (await caller.poll(task_id)).json
    assert (result["images"], result["videos"], result["audios"]) == ([], [], [])


@pytest.mark.parametrize("reports", [True, False])
async def test_progress_is_reported_or_stays_zero(
    caller: Caller, stand_in: NovitaStandIn, reports: bool
) -> None:
    stand_in.knobs.report_progress = reports
    stand_in.knobs.duration = 1000
    task_id = (await caller.submit(body_of())).json["task_id"]
    task = stand_in.tasks[0]
    task.submitted_at -= 500
    task.completed_at -= 500
    state = (await caller.poll(task_id)).json["task"]
    if reports:  # a busy machine may take a moment for the poll
        assert state["progress_percent"] in {49, 50}
        assert 490 <= state["eta"] <= 500
    else:
        assert (state["progress_percent"], state["eta"]) == (0, 0)


async def test_progress_on_success_is_as_told(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.progress_on_success = 100
    assert (await caller.result_of(body_of()))["task"]["progress_percent"] == 100


@pytest.mark.parametrize("ttl", ["3600", 3600, "0"])
async def test_the_ttl_is_as_told(caller: Caller, stand_in: NovitaStandIn, ttl: object) -> None:
    stand_in.knobs.ttl = ttl
    assert (await caller.result_of(body_of()))["images"][0]["image_url_ttl"] == ttl


async def test_the_seed_may_be_a_number(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.seed_as_int = True
    assert (await caller.result_of(body_of(seed=11)))["extra"]["seed"] == 11


@pytest.mark.parametrize("form", ["off", "empty", "on"])
async def test_debug_info_is_on_off_or_empty(
    caller: Caller, stand_in: NovitaStandIn, form: Literal["off", "empty", "on"]
) -> None:
    stand_in.knobs.debug_info = form
    debug = (await caller.result_of(body_of()))["extra"].get("debug_info")
    if form == "off":
        assert debug is None
    else:
        assert all(debug.values()) is (form == "on")


async def test_the_times_of_debug_info_are_the_tasks(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    stand_in.knobs.duration = 0.01
    debug = (await caller.result_of(body_of()))["extra"]["debug_info"]
    task = stand_in.tasks[0]
    assert debug["complete_time_ms"] == str(round(task.completed_wall * 1000))
    assert int(debug["complete_time_ms"]) - int(debug["submit_time_ms"]) in {9, 10, 11}


VERDICTS: list[object] = [
    None,
    {},
    [],
    [{"valid": True, "confidence": 3}],
    {"valid": False, "confidence": 1},
    {"confidence": 5},
    {"valid": True, "confidence": "12.5"},
    {"valid": "true", "confidence": 101},
    "safe",
]


@pytest.mark.parametrize("verdict", VERDICTS)
async def test_a_detection_result_may_be_anything(
    caller: Caller, stand_in: NovitaStandIn, verdict: object
) -> None:
    stand_in.knobs.nsfw_result = verdict
    assert (await caller.result_of(detecting()))["images"][0]["nsfw_detection_result"] == verdict


async def test_a_detection_result_may_be_missing_nan_or_different_for_each(
    caller: Caller, stand_in: NovitaStandIn
) -> None:
    def of(task: Task, index: int) -> object:
        nan = {"valid": True, "confidence": math.nan}
        return (Special.MISSING, Special.DETECT, nan)[index]

    stand_in.knobs.nsfw_result = of
    images: list[dict[str, Any]] = (await caller.result_of(detecting(image_num=3)))["images"]
    assert "nsfw_detection_result" not in images[0]
    assert images[1]["nsfw_detection_result"]["confidence"] <= 20
    assert math.isnan(images[2]["nsfw_detection_result"]["confidence"])


async def test_without_detection_the_result_is_null(caller: Caller) -> None:
    result = await caller.result_of(body_of("nude"))
    assert result["images"][0]["nsfw_detection_result"] is None
    assert result["extra"]["enable_nsfw_detection"] is False


@pytest.mark.parametrize("count", [0, 2, 9])
async def test_fewer_images_than_asked_may_come(
    caller: Caller, stand_in: NovitaStandIn, count: int
) -> None:
    stand_in.knobs.image_count = count
    result = await caller.result_of(body_of(image_num=4))
    assert len(result["images"]) == min(4, count)
    assert result["task"]["status"] == "TASK_STATUS_SUCCEED"


async def test_a_task_fails_with_the_reason_told(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.fail_reason = lambda body: "no GPU" if body["request"]["seed"] == 1 else None
    result = await caller.result_of(body_of(seed=1))
    assert (result["task"]["status"], result["task"]["reason"]) == ("TASK_STATUS_FAILED", "no GPU")
    assert result["images"] == []
    assert (await caller.result_of(body_of(seed=2)))["task"]["reason"] == ""


async def test_tasks_are_kept_in_order(caller: Caller, stand_in: NovitaStandIn) -> None:
    for seed in range(3):
        await caller.submit(body_of(seed=seed))
    assert [task.seed for task in stand_in.tasks] == [0, 1, 2]
    assert [task.seed for task in stand_in.tasks[1:]] == [1, 2]


async def test_a_prompt_can_ask_to_fail(caller: Caller) -> None:
    result = await caller.result_of(body_of("please fail now"))
    assert result["task"]["status"] == "TASK_STATUS_FAILED"
    assert result["task"]["reason"]
    assert (await caller.result_of(body_of("failure")))["task"]["status"] == "TASK_STATUS_SUCCEED"


async def test_tasks_may_fail_by_chance(caller: Caller, stand_in: NovitaStandIn) -> None:
    stand_in.knobs.failure_rate = 1
    assert (await caller.result_of(body_of()))["task"]["status"] == "TASK_STATUS_FAILED"
