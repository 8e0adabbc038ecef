"""A page whose scripts are tried one by one."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.browser.showcase.stage import showing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, Page


@asynccontextmanager
async def scripts_page(browser: Browser) -> AsyncIterator[Page]:
    """Open the page of an empty stand-in, far enough that its scripts know people and channels."""
    async with showing() as stage:
        page = await browser.new_page()
        await page.goto(stage.address)
        await page.get_by_role("textbox", name="Message").wait_for()
        yield page
        await page.close()
