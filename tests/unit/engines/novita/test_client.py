"""The engine over scripted answers: which failures are repeated, and what leaves it."""

from __future__ import annotations

import pytest
import structlog

from bot import engine_errors, errors
from bot.domain.ids import TaskId
from bot.domain.ports import TaskStatus
from bot.domain.request import Hires, HiresScale
from bot.domain.verdict import Asked
from tests.tables import each_row
from tests.unit.engines.novita.doubles import Script, refused, reply, submission, wish
from tests.unit.engines.novita.scripted import PASSING, QUEUED, TASK, engine

ASKED = Asked(detection=True, level=1)
LASTING = [
    refused(401, "FAILED_TO_AUTH"),
    refused(403, "INVALID_API_KEY"),
    refused(404, "TASK_NOT_FOUND"),
    reply(b"<html>", 404),
    refused(400, "INVALID_REQUEST_BODY"),
    reply(b"", 429, retry_after="60"),
]


@each_row("fault", PASSING)
async def test_a_look_survives_a_passing_fault(fault: object) -> None:
    assert isinstance(fault, (Exception, type(QUEUED)))
    send = Script(fault, QUEUED)
    assert (await engine(send).look(TASK)).status is TaskStatus.PENDING
    assert len(send.sent) == 2


@each_row("fault", LASTING)
async def test_a_look_does_not_repeat_what_will_not_change(fault: object) -> None:
    assert isinstance(fault, type(QUEUED))
    send = Script(fault, QUEUED)
    with pytest.raises(engine_errors.EngineError):
        await engine(send).look(TASK)
    assert len(send.sent) == 1


async def test_a_look_gives_up_soon() -> None:
    send = Script(reply(b"", 503))
    with pytest.raises(engine_errors.ServerFaultError):
        await engine(send).look(TASK)
    assert len(send.sent) == 3


@each_row("fault", [*PASSING, *LASTING, engine_errors.ReplyLostError("reset")])
async def test_a_submit_is_sent_once_whatever_comes(fault: object) -> None:
    assert isinstance(fault, (Exception, type(QUEUED)))
    send = Script(fault, reply({"task_id": "second"}))
    with pytest.raises(engine_errors.EngineError):
        await engine(send).submit(submission(wish(), ASKED))
    assert len(send.sent) == 1


async def test_a_missing_task_and_a_missing_route_are_told_apart() -> None:
    with pytest.raises(engine_errors.TaskNotFoundError):
        await engine(Script(refused(404, "TASK_NOT_FOUND"))).look(TASK)
    for gone in (refused(404, "API_NOT_FOUND"), reply(b"<html>", 404), reply({}, 404)):
        with pytest.raises(engine_errors.RouteGoneError):
            await engine(Script(gone)).look(TASK)


async def test_a_task_that_failed_by_status_500_is_a_failed_task() -> None:
    view = await engine(Script(refused(500, "TASK_FAILED", "no memory"))).look(TASK)
    assert (view.status, view.reason) == (TaskStatus.FAILED, "no memory")


async def test_an_answer_about_another_task_is_still_read() -> None:
    other = reply({"task": {"task_id": "t2", "status": "TASK_STATUS_SUCCEED"}})
    assert (await engine(Script(other)).look(TASK)).status is TaskStatus.SUCCEEDED


@each_row(
    "named, told",
    [
        ("t1", "t1"),
        ("t2", "t2"),
        (None, ""),
        (7, ""),
        ("t1\0", "t1…"),
        ("t" * 300, "t" * 199 + "…"),
    ],
)
async def test_a_look_says_which_task_the_answer_named(named: object, told: str) -> None:
    task = {"task_id": named, "status": "TASK_STATUS_SUCCEED"}
    seen = await engine(Script(reply({"task": task, "images": [{}, {}]}))).look(TASK)
    assert [seen.task_id, *(image.task_id for image in seen.images)] == [told] * 3


async def test_an_answer_about_another_task_is_told_once_for_each_task() -> None:
    other = reply({"task": {"task_id": "t9", "status": "TASK_STATUS_DREAMING"}})
    looking = engine(Script(other))
    with structlog.testing.capture_logs() as logs:
        for task in ("t1", "t1", "t2", "t1", "t2"):
            await looking.look(TaskId(task))
    told = [(log["event"], log["task"]) for log in logs]
    assert sorted(told) == [
        ("task.id_differed", "t1"),
        ("task.id_differed", "t2"),
        ("task.status_unknown", "t1"),
        ("task.status_unknown", "t2"),
    ]


async def test_a_passing_fault_is_no_warning() -> None:
    with structlog.testing.capture_logs() as logs:
        await engine(Script(reply(b"", 503), QUEUED)).look(TASK)
    assert [(log["event"], log["log_level"]) for log in logs] == [("request.repeated", "debug")]


async def test_a_status_we_do_not_know_is_told_to_the_operator() -> None:
    odd = reply({"task": {"status": "TASK_STATUS_DREAMING"}})
    with structlog.testing.capture_logs() as logs:
        assert (await engine(Script(odd)).look(TASK)).status is TaskStatus.PENDING
    assert [(log["event"], log["status"]) for log in logs] == [
        ("task.status_unknown", "TASK_STATUS_DREAMING")
    ]


async def test_a_request_the_engine_takes_passes_the_check() -> None:
    engine(Script(QUEUED)).check(wish(hires=Hires(HiresScale.X4)))


async def test_a_request_the_engine_cannot_take_is_refused_before_anything_is_sent() -> None:
    send = Script(QUEUED)
    with pytest.raises(errors.InvalidOptionError, match="model_name"):
        engine(send).check(wish(model=""))
    with pytest.raises(errors.InvalidOptionError, match="model_name"):
        await engine(send).submit(submission(wish(model=""), ASKED))
    assert not send.sent
