"""``make screenshots``: the papers' pictures of the page, from the real demo."""

from __future__ import annotations

import asyncio
import io
import os
import sys
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.async_api import ViewportSize, expect

from tests.browser.chromium import MISSING, chromium, find_chromium
from tests.browser.demo_process import serving_demo
from tests.browser.knobs import slow_engine, turn
from tests.browser.page_hands import Visitor
from tests.browser.past import lived_in
from tests.browser.visiting import PHONE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Locator
    from typing_extensions import Unpack

    from tests.browser.visiting import Screen

DOCS = Path(__file__).parents[2] / "docs"
DESK = ViewportSize(width=1280, height=860)
COLOURS = 256
EXPECT_MS = 60_000
HIGH_DESK = ViewportSize(width=1280, height=1140)
TALL = ViewportSize(width=900, height=1100)
DAYS = 30
CONFIDENCES = (12, 37, 43, 47, 53, 58, 66, 93)
"""Around the threshold of the channel; the last is flagged by any."""
LOADED = "() => [...document.images].every((it) => it.complete)"
"""A function: the page evaluates no strings."""


async def main() -> None:
    """Take all pictures of one demo, which already has results in it, one of them blurred."""
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    expect.set_options(timeout=EXPECT_MS)
    with tempfile.TemporaryDirectory() as folder:
        # The demo keeps its database where files of a moment belong.
        os.environ["TMPDIR"] = folder
        async with serving_demo(Path(folder), "--speed", "4") as address, chromium(path) as browser:
            for take in (channel, devtools, phone, result, history, moderation):
                await take(browser, address)
            await asyncio.to_thread(lived_in, Path(folder), DAYS)
            await usage(browser, address)


async def channel(browser: Browser, address: str) -> None:
    """In the light: results, one of them blurred, a job on its way, and a command begun."""
    async with tab(browser, address, viewport=HIGH_DESK, color_scheme="light") as mira:
        await expect(mira.article("blurred").get_by_role("img")).to_have_count(4)
        async with slow_engine(mira, 8):
            boat = await mira.imagine("a sailing boat at night", "--steps 60 --seed 9")
            await expect(boat).to_contain_text("▰")
            await mira.composer.fill("/im")
            await expect(mira.suggestion("/imagine")).to_be_visible()
            await save(mira, "page-light.png")
        await expect(boat.get_by_role("img")).to_have_count(1)


async def devtools(browser: Browser, address: str) -> None:
    """In the dark: a result, and beside it what went over the wire."""
    async with tab(browser, address, viewport=DESK, color_scheme="dark") as mira:
        fox = await mira.imagine("a fox in an autumn forest, morning mist", "--ar 3:2 --seed 5")
        await expect(fox.get_by_role("img")).to_have_count(1)
        await mira.page.get_by_role("button", name="Under the hood").click()
        panel = mira.page.get_by_role("complementary", name="Under the hood")
        await expect(panel.get_by_text("download").first).to_be_visible()
        await save(mira, "page-dark.png")


async def phone(browser: Browser, address: str) -> None:
    """On a phone: a result, and the command that makes the next."""
    async with tab(browser, address, viewport=PHONE, color_scheme="light") as mira:
        await expect(mira.article("in an autumn forest").get_by_role("img")).to_have_count(1)
        await mira.composer.fill("/")
        await expect(mira.suggestion("/imagine")).to_be_visible()
        await save(mira, "page-phone.png")


async def result(browser: Browser, address: str) -> None:
    """In the light: an image that came of another, with its buttons."""
    async with tab(browser, address, viewport=TALL, color_scheme="light") as mira:
        await mira.imagine("a cottage by a lake in spring", "--ar 3:2 --n 4 --seed 21")
        cottages = mira.articles().filter(has_text="a cottage by a lake")
        await expect(cottages.first.get_by_role("img")).to_have_count(4)
        await cottages.first.get_by_role("combobox").select_option("Upscale image 2")
        large = cottages.filter(has_text="Upscaled from image 2")
        await expect(large.get_by_role("img")).to_have_count(1)
        await save(mira, "studio-result.png", large)


async def history(browser: Browser, address: str) -> None:
    """In the dark: what a member has made, with what came of it."""
    async with tab(browser, address, viewport=TALL, color_scheme="dark") as mira:
        await mira.command("history")
        listed = mira.article("results · Page")
        await expect(listed).to_contain_text("Page 1")
        await save(mira, "studio-history.png", listed)


async def moderation(browser: Browser, address: str) -> None:
    """In the dark: a card, what other thresholds would have done, and the rules of a channel."""
    async with (
        tab(browser, address) as mira,
        tab(browser, address, viewport=TALL, color_scheme="dark") as ada,
    ):
        for confidence in CONFIDENCES:
            await turn(mira, confidence=confidence)
            castle = await mira.imagine(f"a castle in the clouds, no. {confidence}", "--seed 7")
            await expect(castle.get_by_role("img")).to_have_count(1)
        await turn(mira, confidence=None)
        await ada.be("ada")
        await ada.enter("mod-review")
        card = ada.article(f"no. {CONFIDENCES[-1]}")
        await expect(card.get_by_role("button", name="Approve")).to_be_visible()
        await save(ada, "moderation-card.png", card)
        await card.get_by_role("button", name="Tune").click()
        tuning = ada.article("it withholds")
        await expect(tuning).to_be_visible()
        await save(ada, "moderation-tune.png", tuning)
        await ada.begin("policy show")
        await ada.add_option("channel", "general")
        for _ in range(2):
            await ada.page.keyboard.press("Enter")
        rules = ada.article("Limits for members")
        await expect(rules).to_be_visible()
        await save(ada, "moderation-policy.png", rules)


async def usage(browser: Browser, address: str) -> None:
    """In the dark: a month of a server, as its moderators see it."""
    async with tab(browser, address, viewport=TALL, color_scheme="dark") as sami:
        await sami.be("sami")
        await sami.begin("usage")
        await sami.add_option("days", str(DAYS))
        for _ in range(2):
            await sami.page.keyboard.press("Enter")
        answer = sami.article(f"This server, last {DAYS} days")
        await expect(answer.get_by_role("img")).to_have_count(1)
        await save(sami, "studio-usage.png", answer)


@asynccontextmanager
async def tab(browser: Browser, address: str, **screen: Unpack[Screen]) -> AsyncIterator[Visitor]:
    """Open the page as the first member, without motion, until the end of the block."""
    async with await browser.new_context(**screen, reduced_motion="reduce") as context:
        visitor = Visitor(await context.new_page(), address)
        await visitor.open()
        yield visitor


async def save(visitor: Visitor, name: str, part: Locator | None = None) -> None:
    """Write a picture of the page, or of a part, with few colours, which is all that it needs."""
    await visitor.page.wait_for_function(LOADED)
    await visitor.page.mouse.move(0, 0)
    shown = part or visitor.page
    data = await shown.screenshot(animations="disabled", caret="hide")
    await asyncio.to_thread(_write, data, DOCS / name)


def _write(data: bytes, path: Path) -> None:
    with Image.open(io.BytesIO(data)) as image:
        few = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.FLOYDSTEINBERG)
        few.save(path, optimize=True)


if __name__ == "__main__":
    asyncio.run(main())
