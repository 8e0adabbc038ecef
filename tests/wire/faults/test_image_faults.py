"""What goes wrong with an image: its neighbours are posted, and its absence is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.novita.knobs import ImageFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.novita.tasks import Task
    from tests.wire.whole_bot import WholeBot

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
    assert "Image 2 could not be fetched" in message.text()
    assert bot.asked("submit") == 1


async def test_no_image_at_all_is_told(bot: WholeBot) -> None:
    bot.novita.knobs.image_fault = ImageFault.TRUNCATED
    message = await bot.imagined(images=2)
    assert message.pictures() == []
    assert "could not be fetched, or are too large" in message.text()


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


async def test_more_bytes_than_allowed_are_refused_by_settings(idle: WholeBot) -> None:
    await idle.start(max_image_bytes=1024)
    idle.novita.knobs.plain_images = False
    assert "too large" in (await idle.imagined()).text()


async def test_more_pixels_than_allowed_are_refused_by_settings(idle: WholeBot) -> None:
    await idle.start(max_image_pixels=256 * 256)
    assert "too large" in (await idle.imagined()).text()
