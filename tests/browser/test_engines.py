from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio
from playwright.async_api import expect

from tests.browser.demo_process import serving_demo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.browser.visiting import Visit


@pytest_asyncio.fixture(loop_scope="package")
async def comfyui(tmp_path: Path, nursery: Path) -> AsyncIterator[str]:
    """The address of a demo with ComfyUI, which is there for as long as the page is."""
    options = "--speed", "20", "--engine", "comfyui"
    async with serving_demo(tmp_path, *options, nursery=nursery) as address:
        yield address


async def test_under_the_hood_of_another_engine_is_its_own_wire_and_its_own_knobs(
    comfyui: str, visit: Visit
) -> None:
    mira = await visit(comfyui)
    await mira.page.get_by_role("button", name="Under the hood").click()
    devtools = mira.page.get_by_role("complementary", name="Under the hood")
    fails = devtools.get_by_label("Next task fails")
    await expect(fails).to_be_visible()
    await expect(devtools.get_by_label("Engine speed")).to_be_visible()
    # By their labels: a field of another name would be hidden as well.
    for label in ("Next result's NSFW confidence", "Images per minute"):
        field = devtools.get_by_label(label, exact=True)
        await expect(field).to_have_count(1)
        await expect(field).to_be_hidden()

    fox = await mira.imagine("a fox between two stones")
    await expect(fox.get_by_role("img")).to_have_count(1)
    newest = devtools.get_by_role("group").first
    for words in ("bot → ComfyUI", "ComfyUI → bot", "frame ×", "image 1"):
        await expect(newest).to_contain_text(words)

    await fails.check()
    await expect(await mira.imagine("a hare between two stones")).to_contain_text("failed")
    await expect(fails).not_to_be_checked()
