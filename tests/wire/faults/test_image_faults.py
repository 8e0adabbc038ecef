"""What goes wrong with an image: its neighbours are posted, and its absence is told."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from bot.playground.novita.knobs import ImageFault
from tests.wire.pictures import unlabelled
from tests.wire.sharing import alone, sharing
from tests.wire.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.novita.tasks import Task
    from tests.wire.whole_bot import WholeBot

pytestmark = sharing


BAD = (
    ImageFault.TRUNCATED,
    ImageFault.HTML,
    ImageFault.TEXT,
    ImageFault.EMPTY,
    ImageFault.HUGE_LENGTH,
    ImageFault.HUGE_BODY,
    ImageFault.HUGE_PIXELS,
    ImageFault.REDIRECT_AWAY,
)

ROUTE: dict[str, dict[str, Any]] = {
    "429": {"status": 429},
    "500": {"status": 500},
    "502 page": {"status": 502, "html": True},
    "503": {"status": 503},
    "cut": {"cut": True},
    "reset": {"drop": "before"},
    "expired": {"status": 403},
}


def on_second(fault: ImageFault) -> Callable[[Task, int], ImageFault | None]:
    def chosen(_: Task, index: int) -> ImageFault | None:
        return fault if index == 1 else None

    return chosen


@pytest.mark.parametrize("fault", BAD)
async def test_a_bad_image_is_missing_and_its_neighbour_is_not(
    bot: WholeBot, fault: ImageFault
) -> None:
    bot.novita.knobs.image_fault = on_second(fault)
    message = await bot.imagined(images=2)
    assert [picture.name[-6:] for picture in message.pictures()] == ["-1.jpg"]
    assert "Image 2 couldn't be downloaded" in message.text()
    assert bot.asked("submit") == 1


@pytest.mark.parametrize(
    ("fault", "format_"),
    [
        (ImageFault.ANIMATED, "png"),
        (ImageFault.APPENDED, "webp"),
        (ImageFault.THUMBNAIL, "jpeg"),
    ],
)
async def test_what_is_more_than_one_picture_is_posted_as_a_still(
    bot: WholeBot, fault: ImageFault, format_: str
) -> None:
    bot.novita.knobs.image_fault = on_second(fault)
    message = await bot.imagined(images=2, format=format_)
    plain, still = (picture.data for picture in message.pictures())
    assert unlabelled(plain) in await bot.originals(bot.novita.tasks[0])
    bot.novita.knobs.image_fault = None
    for content in (plain, still):
        assert content.count(b"\xff\xd8\xff") == (1 if content.startswith(b"\xff\xd8") else 0)
        with Image.open(io.BytesIO(content)) as image:
            assert getattr(image, "n_frames", 1) == 1


async def test_an_image_that_arrives_cut_off_is_fetched_again(bot: WholeBot) -> None:
    bot.novita.knobs.image_fault = lambda task, _: None if task.downloads else ImageFault.TRUNCATED
    message = await bot.imagined()
    assert len(message.pictures()) == 1
    assert len(bot.novita.tasks[0].downloads) == 2
    assert bot.asked("submit") == 1


async def test_a_host_that_drips_delays_no_other_job(bot: WholeBot) -> None:
    begun = list[int]()

    def chosen(task: Task, index: int) -> ImageFault | None:
        if "slow" not in task.request["prompt"]:
            return None
        begun.append(index)
        return ImageFault.DRIP

    bot.novita.knobs.image_fault = chosen
    await bot.imagine("slow", images=8)
    await eventually(lambda: len(begun) == 8)
    assert len((await bot.imagined()).pictures()) == 1
    assert len(begun) == 8


async def test_no_image_at_all_is_told(bot: WholeBot) -> None:
    bot.novita.knobs.image_fault = ImageFault.TRUNCATED
    message = await bot.imagined(images=2)
    assert message.pictures() == []
    assert "couldn't be downloaded, or are too large" in message.text()


@pytest.mark.parametrize("case", ROUTE)
async def test_a_passing_fault_of_the_image_store_is_outlived(bot: WholeBot, case: str) -> None:
    fault = bot.novita.faults.add(route="image", **ROUTE[case])
    message = await bot.imagined()
    assert fault.met == 1
    assert len(message.pictures()) == 1


async def test_an_expired_address_is_read_anew(bot: WholeBot) -> None:
    bot.novita.knobs.image_fault = ImageFault.EXPIRED_ONCE
    message = await bot.imagined(images=2)
    assert len(message.pictures()) == 2
    assert [download.status for download in bot.novita.tasks[0].downloads].count(403) == 2
    assert bot.asked("submit") == 1


async def test_the_content_decides_the_type_not_the_header(bot: WholeBot) -> None:
    bot.novita.knobs.image_fault = ImageFault.LYING_TYPE
    message = await bot.imagined(format="png")
    assert message.pictures()[0].name.endswith("-1.png")


@alone
async def test_more_bytes_than_allowed_are_refused_by_settings(idle: WholeBot) -> None:
    await idle.start(max_image_bytes=1024)
    idle.novita.knobs.plain_images = False
    assert "too large" in (await idle.imagined()).text()


@alone
async def test_more_pixels_than_allowed_are_refused_by_settings(idle: WholeBot) -> None:
    await idle.start(max_image_pixels=256 * 256)
    assert "too large" in (await idle.imagined()).text()
