"""The engine over scripted answers: which failures are repeated, and what leaves it."""

from __future__ import annotations

import pytest
import structlog

from bot import errors
from bot.domain.ids import TaskId
from bot.domain.ports import Picture, TaskImage, TaskStatus
from bot.domain.request import Hires, HiresScale, ImageFormat
from bot.domain.verdict import Asked
from bot.novita.client import NovitaEngine
from bot.novita.fetching import ExpiredError
from tests.unit.novita.doubles import QUICK, Script, refused, reply, wish

TASK = TaskId("t1")
ASKED = Asked(detection=True, level=1)
QUEUED = reply({"task": {"task_id": "t1", "status": "TASK_STATUS_QUEUED"}})
PICTURE = Picture(data=b"x", format=ImageFormat.PNG, width=1, height=1)

PASSING = [
    refused(429, "RATE_LIMIT_EXCEEDED"),
    refused(500, "GET_RESULT_FAILED"),
    reply(b"<html>", 502),
    reply(b"<html>", 503),
    reply(b"<html>", 200),
    errors.NetworkFaultError("reset"),
]

LASTING = [
    refused(401, "FAILED_TO_AUTH"),
    refused(403, "INVALID_API_KEY"),
    refused(404, "TASK_NOT_FOUND"),
    reply(b"<html>", 404),
    refused(400, "INVALID_REQUEST_BODY"),
    reply(b"", 429, retry_after="60"),
]


class Shop:
    """A ``Fetch`` that has some addresses and has let others expire."""

    def __init__(self, good: str, failure: errors.EngineError | None = None) -> None:
        self.good = good
        self.failure = failure
        self.asked: list[str] = []

    async def __call__(self, url: str, /) -> Picture:
        self.asked.append(url)
        if url == self.good:
            return PICTURE
        raise self.failure or ExpiredError("expired")


def engine(send: Script, fetch: Shop | None = None) -> NovitaEngine:
    return NovitaEngine(send, fetch or Shop(""), looks=QUICK)


@pytest.mark.parametrize("fault", PASSING)
async def test_a_look_survives_a_passing_fault(fault: object) -> None:
    assert isinstance(fault, (Exception, type(QUEUED)))
    send = Script(fault, QUEUED)
    assert (await engine(send).look(TASK)).status is TaskStatus.PENDING
    assert len(send.sent) == 2


@pytest.mark.parametrize("fault", LASTING)
async def test_a_look_does_not_repeat_what_will_not_change(fault: object) -> None:
    assert isinstance(fault, type(QUEUED))
    send = Script(fault, QUEUED)
    with pytest.raises(errors.EngineError):
        await engine(send).look(TASK)
    assert len(send.sent) == 1


async def test_a_look_gives_up_soon() -> None:
    send = Script(reply(b"", 503))
    with pytest.raises(errors.ServerFaultError):
        await engine(send).look(TASK)
    assert len(send.sent) == 3


@pytest.mark.parametrize("fault", [*PASSING, *LASTING, errors.ReplyLostError("reset")])
async def test_a_submit_is_sent_once_whatever_comes(fault: object) -> None:
    assert isinstance(fault, (Exception, type(QUEUED)))
    send = Script(fault, reply({"task_id": "second"}))
    with pytest.raises(errors.EngineError):
        await engine(send).submit(wish(), ASKED)
    assert len(send.sent) == 1


async def test_a_missing_task_and_a_missing_route_are_told_apart() -> None:
    with pytest.raises(errors.TaskNotFoundError):
        await engine(Script(refused(404, "TASK_NOT_FOUND"))).look(TASK)
    for gone in (refused(404, "API_NOT_FOUND"), reply(b"<html>", 404), reply({}, 404)):
        with pytest.raises(errors.RouteGoneError):
            await engine(Script(gone)).look(TASK)


async def test_a_task_that_failed_by_status_500_is_a_failed_task() -> None:
    view = await engine(Script(refused(500, "TASK_FAILED", "no memory"))).look(TASK)
    assert (view.status, view.reason) == (TaskStatus.FAILED, "no memory")


async def test_an_answer_about_another_task_is_still_read() -> None:
    other = reply({"task": {"task_id": "t2", "status": "TASK_STATUS_SUCCEED"}})
    assert (await engine(Script(other)).look(TASK)).status is TaskStatus.SUCCEEDED


@pytest.mark.parametrize(
    ("named", "told"),
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
        await engine(send).submit(wish(model=""), ASKED)
    assert not send.sent


def done(*urls: str) -> Script:
    images = [{"image_url": url} for url in urls]
    return Script(reply({"task": {"status": "TASK_STATUS_SUCCEED"}, "images": images}))


async def test_an_expired_address_is_read_anew_for_the_same_image() -> None:
    send, shop = done("other", "fresh"), Shop("fresh")
    assert await engine(send, shop).fetch(TASK, 1, TaskImage(url="stale")) is PICTURE
    assert shop.asked == ["stale", "fresh"]


async def test_an_address_that_expires_twice_is_given_up() -> None:
    send, shop = done("stale again"), Shop("fresh")
    with pytest.raises(errors.ImageError):
        await engine(send, shop).fetch(TASK, 0, TaskImage(url="stale"))
    assert (len(send.sent), shop.asked) == (1, ["stale", "stale again"])


async def test_an_image_that_the_engine_has_judged_anew_is_not_shown_by_its_first_verdict() -> None:
    image = {"image_url": "fresh", "nsfw_detection_result": {"valid": True, "confidence": 99}}
    send = Script(reply({"task": {"status": "TASK_STATUS_SUCCEED"}, "images": [image]}))
    shop = Shop("fresh")
    clear = TaskImage(url="stale", detection={"valid": True, "confidence": 1})
    with (
        structlog.testing.capture_logs() as logs,
        pytest.raises(errors.ImageError, match="anew") as caught,
    ):
        await engine(send, shop).fetch(TASK, 0, clear)
    assert not caught.value.transient
    assert shop.asked == ["stale"]
    assert "image.judged_anew" in {log["event"] for log in logs}


async def test_an_image_that_the_engine_judges_as_before_is_fetched() -> None:
    image = {"image_url": "fresh", "nsfw_detection_result": {"valid": True, "confidence": 1}}
    send = Script(reply({"task": {"status": "TASK_STATUS_SUCCEED"}, "images": [image]}))
    clear = TaskImage(url="stale", detection={"confidence": 1, "valid": True})
    assert await engine(send, Shop("fresh")).fetch(TASK, 0, clear) is PICTURE


def named(task_id: str) -> Script:
    task = {"task_id": task_id, "status": "TASK_STATUS_SUCCEED"}
    return Script(reply({"task": task, "images": [{"image_url": "fresh"}]}))


@pytest.mark.parametrize("first", ["", "t1", "nobodys"])
async def test_a_fresh_address_is_not_taken_from_an_answer_about_another_task(first: str) -> None:
    send, shop = named("t2"), Shop("fresh")
    with pytest.raises(errors.ImageError, match="another task") as caught:
        await engine(send, shop).fetch(TASK, 0, TaskImage(url="stale", task_id=first))
    assert caught.value.transient
    assert shop.asked == ["stale"]


@pytest.mark.parametrize(("first", "then"), [("t1", "t1"), ("x", "x"), ("x", "t1"), ("x", "")])
async def test_a_fresh_address_is_taken_from_the_task_that_was_asked_for(
    first: str, then: str
) -> None:
    image = TaskImage(url="stale", task_id=first)
    assert await engine(named(then), Shop("fresh")).fetch(TASK, 0, image) is PICTURE


async def test_an_image_that_is_no_longer_listed_is_given_up() -> None:
    with pytest.raises(errors.ImageError):
        await engine(done("other"), Shop("fresh")).fetch(TASK, 1, TaskImage(url="stale"))


async def test_a_task_that_cannot_be_read_anew_is_an_image_not_to_be_had() -> None:
    send = Script(refused(404, "TASK_NOT_FOUND"))
    with pytest.raises(errors.ImageError) as caught:
        await engine(send, Shop("fresh")).fetch(TASK, 0, TaskImage(url="stale"))
    assert not caught.value.transient


@pytest.mark.parametrize("fault", PASSING)
async def test_an_image_whose_task_cannot_be_read_just_now_may_be_had_later(fault: object) -> None:
    assert isinstance(fault, (Exception, type(QUEUED)))
    with pytest.raises(errors.ImageError) as caught:
        await engine(Script(fault), Shop("fresh")).fetch(TASK, 0, TaskImage(url="stale"))
    assert caught.value.transient


async def test_an_image_says_how_long_the_engine_wants_us_to_wait() -> None:
    send = Script(reply(b"", 429, retry_after="60"))
    with pytest.raises(errors.ImageError) as caught:
        await engine(send, Shop("fresh")).fetch(TASK, 0, TaskImage(url="stale"))
    assert (caught.value.transient, caught.value.retry_after) == (True, 60)


async def test_an_image_that_is_bad_is_not_asked_for_again() -> None:
    send, shop = done("fresh"), Shop("fresh", errors.ImageError("not an image"))
    with pytest.raises(errors.ImageError, match="not an image"):
        await engine(send, shop).fetch(TASK, 0, TaskImage(url="bad"))
    assert not send.sent
