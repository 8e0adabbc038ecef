"""Details and Delete, pressed in the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

if TYPE_CHECKING:
    from tests.browser.visiting import Visit


async def test_images_are_told_of_and_deleted(demo: str, visit: Visit) -> None:
    mira = await visit(demo)
    await mira.imagine("a fox on a ferry")
    button = mira.page.get_by_role("button", name="Delete")
    # Its details, which say the same words, have none.
    result = mira.articles().filter(has_text="a fox on a ferry").filter(has=button)
    await expect(result.get_by_role("img")).to_have_count(1)
    await result.get_by_role("button", name="Details").click()
    told = mira.article("Image details")
    await expect(told.locator("pre")).to_have_count(2)
    await expect(told.locator("pre").first).to_contain_text("/imagine prompt:a fox on a ferry")
    await result.get_by_role("button", name="Delete").click()
    deleted = mira.article("Deleted by")
    await expect(deleted).to_contain_text("@mira")
    await expect(deleted.get_by_role("img")).to_have_count(0)
    await expect(deleted.get_by_role("button", name="Details")).to_have_count(0)
