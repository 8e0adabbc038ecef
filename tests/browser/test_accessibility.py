from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.accessibility import findings
from tests.browser.showcase import messages

if TYPE_CHECKING:
    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit

REFUSED = re.compile("This is required|Choose one")


async def test_a_channel_with_every_component_shuts_nobody_out_and_can_be_still(
    showcase: Showcase, visit: Visit
) -> None:
    world = showcase.discord.world
    await showcase.post(world.channel, *messages.galleries()[:3], *showcase.everything())
    await showcase.post(world.channel, *messages.legacy())
    mira = await visit(showcase.address)
    await mira.page.emulate_media(reduced_motion="reduce")
    await mira.command("secret")
    await mira.command("think")
    await expect(mira.article("thinking")).to_be_visible()
    # For those who want less motion.
    await mira.page.wait_for_function("() => document.getAnimations().length === 0")
    assert await findings(mira) == []


async def test_the_composer_in_an_empty_channel_and_a_notice_shut_nobody_out(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address, channel="late-night")
    await mira.composer.fill("/")
    await expect(mira.suggestion("/echo")).to_be_visible()
    assert await findings(mira) == []

    await mira.composer.fill("")
    await mira.begin("echo")
    await mira.page.keyboard.type("word")
    await mira.add_option("count", "99")
    await mira.page.keyboard.press("Enter")
    await expect(mira.page.get_by_role("alert")).not_to_be_empty()
    assert await findings(mira) == []

    await mira.composer.fill("1")
    await mira.page.keyboard.press("Enter")
    await expect(mira.article('"count": 1')).to_be_visible()
    showcase.discord.interactions.ack_window = 0.2
    await mira.command("silent")
    await expect(mira.page.get_by_text("did not respond")).to_be_visible()
    assert await findings(mira) == []


async def test_a_modal_shuts_nobody_out_even_when_something_is_missing(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    for fields, wrong in {"Typing": 1, "Picking": 0, "Ticking": 1}.items():
        await mira.command("form", fields)
        await expect(mira.dialog).to_be_visible()
        if wrong:
            await mira.dialog.get_by_role("button", name="Submit").click()
            await expect(mira.dialog.get_by_text(REFUSED)).to_have_count(wrong)
        assert await findings(mira) == [], fields
        await mira.close_dialogs()


async def test_an_open_image_shuts_nobody_out(showcase: Showcase, visit: Visit) -> None:
    await showcase.post(showcase.discord.world.channel, messages.galleries()[2])
    mira = await visit(showcase.address)
    await mira.articles().last.get_by_role("img").first.click()
    await expect(mira.dialog).to_be_visible()
    assert await findings(mira) == []


async def test_the_open_devtools_shut_nobody_out(demo: str, visit: Visit) -> None:
    mira = await visit(demo, channel="art")
    article = await mira.imagine("a lantern under the hood")
    await expect(article.get_by_role("img")).to_have_count(1)
    await mira.page.get_by_role("button", name="Under the hood").click()
    devtools = mira.page.get_by_role("complementary", name="Under the hood")
    await expect(devtools.get_by_text("/imagine").first).to_be_visible()
    assert await findings(mira) == []
