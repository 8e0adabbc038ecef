"""An image whose address has expired is fetched by a fresh one, if it is still the same image."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
import structlog
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot import engine_errors
from bot.domain.ports import TaskImage
from tests.tables import each_row
from tests.unit.engines.novita.doubles import Script, refused, reply
from tests.unit.engines.novita.scripted import PASSING, PICTURE, QUEUED, TASK, Shop, engine


def done(*urls: str) -> Script:
    images = [{"image_url": url} for url in urls]
    return Script(reply({"task": {"status": "TASK_STATUS_SUCCEED"}, "images": images}))


async def test_an_expired_address_is_read_anew_for_the_same_image() -> None:
    send, shop = done("other", "fresh"), Shop("fresh")
    assert await engine(send, shop).fetch(TASK, 1, TaskImage(url="stale")) is PICTURE
    assert shop.asked == ["stale", "fresh"]


async def test_an_address_that_expires_twice_is_given_up() -> None:
    send, shop = done("stale again"), Shop("fresh")
    with pytest.raises(engine_errors.ImageError):
        await engine(send, shop).fetch(TASK, 0, TaskImage(url="stale"))
    assert (len(send.sent), shop.asked) == (1, ["stale", "stale again"])


async def test_an_image_that_the_engine_has_judged_anew_is_not_shown_by_its_first_verdict() -> None:
    image = {"image_url": "fresh", "nsfw_detection_result": {"valid": True, "confidence": 99}}
    send = Script(reply({"task": {"status": "TASK_STATUS_SUCCEED"}, "images": [image]}))
    shop = Shop("fresh")
    clear = TaskImage(url="stale", detection={"valid": True, "confidence": 1})
    with (
        structlog.testing.capture_logs() as logs,
        pytest.raises(engine_errors.ImageError, match="anew") as caught,
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


@each_row("first", ["", "t1", "nobodys"])
async def test_a_fresh_address_is_not_taken_from_an_answer_about_another_task(first: str) -> None:
    send, shop = named("t2"), Shop("fresh")
    with pytest.raises(engine_errors.ImageError, match="another task") as caught:
        await engine(send, shop).fetch(TASK, 0, TaskImage(url="stale", task_id=first))
    assert caught.value.transient
    assert shop.asked == ["stale"]


@each_row("first, then", [("t1", "t1"), ("x", "x"), ("x", "t1"), ("x", "")])
async def test_a_fresh_address_is_taken_from_the_task_that_was_asked_for(
    first: str, then: str
) -> None:
    image = TaskImage(url="stale", task_id=first)
    assert await engine(named(then), Shop("fresh")).fetch(TASK, 0, image) is PICTURE


async def test_an_image_that_is_no_longer_listed_is_given_up() -> None:
    with pytest.raises(engine_errors.ImageError):
        await engine(done("other"), Shop("fresh")).fetch(TASK, 1, TaskImage(url="stale"))


async def test_a_task_that_cannot_be_read_anew_is_an_image_not_to_be_had() -> None:
    send = Script(refused(404, "TASK_NOT_FOUND"))
    with pytest.raises(engine_errors.ImageError) as caught:
        await engine(send, Shop("fresh")).fetch(TASK, 0, TaskImage(url="stale"))
    assert not caught.value.transient


@each_row("fault", PASSING)
async def test_an_image_whose_task_cannot_be_read_just_now_may_be_had_later(fault: object) -> None:
    assert isinstance(fault, (Exception, type(QUEUED)))
    with pytest.raises(engine_errors.ImageError) as caught:
        await engine(Script(fault), Shop("fresh")).fetch(TASK, 0, TaskImage(url="stale"))
    assert caught.value.transient


async def test_an_image_says_how_long_the_engine_wants_us_to_wait() -> None:
    send = Script(reply(b"", 429, retry_after="60"))
    with pytest.raises(engine_errors.ImageError) as caught:
        await engine(send, Shop("fresh")).fetch(TASK, 0, TaskImage(url="stale"))
    assert (caught.value.transient, caught.value.retry_after) == (True, 60)


async def test_an_image_that_is_bad_is_not_asked_for_again() -> None:
    send, shop = done("fresh"), Shop("fresh", engine_errors.ImageError("not an image"))
    with pytest.raises(engine_errors.ImageError, match="not an image"):
        await engine(send, shop).fetch(TASK, 0, TaskImage(url="bad"))
    assert not send.sent


async def test_what_the_engine_wrote_into_a_file_is_left_out() -> None:
    file, told = BytesIO(), PngInfo()
    told.add_text("parameters", "a secret wish")
    Image.new("RGB", (8, 8)).save(file, "PNG", pnginfo=told)
    for addresses in ("here", "stale"):
        shop = Shop("here", picture=replace(PICTURE, data=file.getvalue()))
        picture = await engine(done("here"), shop).fetch(TASK, 0, TaskImage(url=addresses))
        assert b"secret" not in picture.data
        with Image.open(BytesIO(picture.data)) as image:
            image.load()
