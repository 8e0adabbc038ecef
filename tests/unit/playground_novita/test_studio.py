"""Pictures are drawn once and kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.playground.novita.drawing.order import Order
from bot.playground.novita.studio import Studio

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

ORDER = Order("a dog", 7, 0, 1, 128, 128, "jpeg", plain=True)


@pytest.fixture
async def studio() -> AsyncGenerator[Studio]:
    studio = Studio(threads=1)
    yield studio
    await studio.close()


async def test_the_same_order_is_drawn_once(studio: Studio) -> None:
    studio.prepare([ORDER])
    first, second = await asyncio.gather(studio.picture(ORDER), studio.picture(ORDER))
    assert first is second
    assert await studio.picture(ORDER) is first


async def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    studio = Studio(threads=1, max_bytes=1)
    first = await studio.picture(ORDER)
    await studio.picture(replace(ORDER, seed=8))
    again = await studio.picture(ORDER)
    assert again == first
    assert again is not first
    await studio.close()


async def test_a_caller_that_gives_up_does_not_stop_the_drawing(studio: Studio) -> None:
    waiting = asyncio.create_task(studio.picture(ORDER))
    await asyncio.sleep(0)
    waiting.cancel()
    assert (await studio.picture(ORDER)).startswith(b"\xff\xd8")
