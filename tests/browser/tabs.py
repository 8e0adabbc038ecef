"""Tabs that are used again: one that knows the page's scripts opens it in a third of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.visiting import WINDOW

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page
    from typing_extensions import Unpack

    from tests.browser.visiting import Screen

FORGET = "() => { sessionStorage.clear(); localStorage.clear(); }"
NOWHERE = "about:blank"


class Tabs:
    """Each in a context of its own, so that what one remembers no other does."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: list[Page] = []

    async def take(self, **screen: Unpack[Screen]) -> Page:
        """Return a tab that has been nowhere, or has forgotten where it was."""
        if self._free:
            page = self._free.pop()
        else:
            page = await (await self._browser.new_context()).new_page()
        await page.set_viewport_size(screen.get("viewport", WINDOW))
        await page.emulate_media(
            color_scheme=screen.get("color_scheme", "light"), reduced_motion="no-preference"
        )
        return page

    async def give_back(self, page: Page, *, is_marked: bool = False) -> None:
        """Let a tab forget what the page's scripts kept, and where the pointer was.

        One that cannot be as it was is closed.
        """
        if is_marked:
            await page.context.close()
            return
        await page.evaluate(FORGET)
        await page.goto(NOWHERE)
        await page.mouse.move(-1, -1)
        # The first of a test is the first of the next.
        self._free.insert(0, page)
