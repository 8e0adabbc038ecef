"""Direct messages on the page: where *Send to me* puts an image, and who finds it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

if TYPE_CHECKING:
    from tests.browser.visiting import Visit


async def test_an_image_is_sent_to_direct_messages_and_read_there(demo: str, visit: Visit) -> None:
    mira = await visit(demo)
    result = await mira.imagine("a lighthouse, to be kept")
    await result.get_by_role("button", name="Send to me").click()
    await expect(mira.article("in your direct messages")).to_be_visible()
    await expect(mira.channels.get_by_role("heading", name="Direct messages")).to_be_visible()
    await mira.enter("Darkroom")
    await expect(mira.heading("Darkroom")).to_be_visible()
    sent = mira.article("From this message")
    await expect(sent.get_by_role("img")).to_have_count(1)
    await expect(sent.get_by_role("link", name="this message")).to_be_visible()
    await mira.be("noor")
    await expect(mira.channels.get_by_role("heading", name="Direct messages")).to_have_count(0)
