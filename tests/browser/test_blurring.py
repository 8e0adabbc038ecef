from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import expect

from tests.browser.knobs import turn
from tests.browser.sharpness import detail

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from playwright.async_api import Locator, Request

    from tests.browser.page_hands import Visitor
    from tests.browser.visiting import Visit

PROMPT = "a castle that nobody may see"
MOST_DETAIL = 3.0
"""Of a blurred image; a clear one has more than twice as much."""
SEED = "--seed 7"
ELSEWHERE = re.compile("^(Again|Vary|Upscale|Edit|Delete)$")
"""What makes another image, which is judged anew, or takes this one away for good."""

MOVED_AWAY = "outside of the viewport"
SETTLED_SECONDS = 30


async def test_no_click_of_a_member_brings_a_blurred_image_back(demo: str, visit: Visit) -> None:
    mira, noor = await visit(demo), await visit(demo, "noor")
    asked = {visitor: visitor.witness.requests("/") for visitor in (mira, noor)}
    await turn(mira, confidence=99)
    await mira.imagine(PROMPT, SEED)
    for visitor, requests in asked.items():
        # Its details, which come below it, say the prompt too.
        article = visitor.articles().filter(has_text=PROMPT, has=visitor.page.get_by_role("img"))
        image = article.get_by_role("img")
        await expect(image).to_have_count(1)
        await click_everything(visitor, article)
        await expect(image).to_have_count(1)
        await check_only_blurred(image, requests)


async def test_a_clear_image_has_the_detail_that_a_blurred_one_lacks(
    demo: str, visit: Visit
) -> None:
    mira = await visit(demo)
    await turn(mira, confidence=1)
    article = await mira.imagine("a castle that all may see", SEED)
    await expect(article.get_by_role("img")).to_have_count(1)
    shown = await article.get_by_role("img").evaluate("it => it.src")
    answer = await mira.page.request.get(shown)
    assert detail(await answer.body()) > 2 * MOST_DETAIL


async def click_everything(visitor: Visitor, article: Locator) -> None:
    """Click, double-click and press all that takes it, and all in what opens thereby."""
    for at in range(await _targets(article).count()):
        part = _targets(article).nth(at)
        for act in (part.click, part.dblclick):
            await _surely(act)
            for inside in await _targets(visitor.dialog).all():
                # A forced click does not wait, and an image that is not yet there has no size.
                await expect(inside).to_be_visible()
                await inside.click(force=True)
            await visitor.close_dialogs()
        for key in ("Enter", "Space"):
            await part.press(key)
            await visitor.close_dialogs()
    # The browser's own menu may stay, beyond the page's reach, and slows the tab down.
    visitor.is_marked = True
    await article.click(button="right")
    await visitor.page.keyboard.press("Escape")


async def _surely(act: Callable[..., Awaitable[None]]) -> None:
    """Act by force; again, while a private answer to the act before takes the list to its foot."""
    async with asyncio.timeout(SETTLED_SECONDS):
        while True:
            try:
                return await act(force=True)
            except PlaywrightError as error:
                if MOVED_AWAY not in error.message:
                    raise


def _targets(within: Locator) -> Locator:
    images, buttons, links = (within.get_by_role(role) for role in ("img", "button", "link"))
    kept = buttons.filter(has_not_text=ELSEWHERE)
    return images.or_(kept).or_(links)


async def check_only_blurred(image: Locator, requests: list[Request]) -> None:
    shown = await image.evaluate("it => it.currentSrc")
    name = shown.rsplit("/", 1)[1]
    assert name.endswith("-blurred.jpg")
    fetched = [each for each in requests if name.split("-")[0] in each.url]
    assert {each.url for each in fetched} == {shown}
    answers = [await each.response() for each in fetched]
    bodies = {await each.body() for each in answers if each and each.status == 200}
    assert len(bodies) == 1
    assert detail(bodies.pop()) < MOST_DETAIL
