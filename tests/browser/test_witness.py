from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.witness import Witness

if TYPE_CHECKING:
    from playwright.async_api import Page

WRONG = {
    "ERR_INTERNET_DISCONNECTED": "/page/icon.svg?lost",
    "404": "/page/scripts/nowhere.js",
}
"""How a request goes wrong, and which one."""
ASK = "(address) => fetch(address, { cache: 'no-store' }).then(() => null, () => null)"
STUMBLE = "() => { setTimeout(() => { throw new Error('stumbled'); }); }"


async def test_whatever_goes_wrong_in_a_page_is_heard(page: Page) -> None:
    witness = Witness(page)
    asked = witness.requests("/page/")
    for why, address in WRONG.items():
        await page.context.set_offline("DISCONNECTED" in why)
        await page.evaluate(ASK, address)
    await page.evaluate(STUMBLE)
    # What the console says comes in its order: after this, all of it has been heard.
    async with page.expect_console_message(lambda it: it.text == "the end"):
        await page.evaluate("() => { setTimeout(() => console.log('the end')); }")
    told = "\n".join(witness.complaints())
    assert [f"{why} {address}" for why, address in WRONG.items() if why not in told] == []
    assert [address for address in WRONG.values() if address not in told] == []
    assert "stumbled" in told
    assert [each.url for each in asked if each.url.endswith("nowhere.js")] != []
    witness.excuse("stumbled|404|DISCONNECTED|WebSocket")
    assert witness.complaints() == []
    witness.leave()
    await expect(page.get_by_role("textbox", name="Message")).to_be_attached()
