from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.showcase import messages
from tests.browser.visiting import PHONE

if TYPE_CHECKING:
    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit


async def test_on_a_phone_nothing_is_wider_than_the_screen(
    showcase: Showcase, visit: Visit
) -> None:
    world = showcase.discord.world
    await showcase.post(world.channel, *messages.galleries(), *showcase.everything())
    await showcase.post(world.channel, *messages.legacy())
    mira = await visit(showcase.address, viewport=PHONE)
    await expect(mira.article("Two pictures and a file")).to_be_visible()
    assert await mira.overflow() == []
    await mira.composer.fill("/")
    await expect(mira.suggestion("/echo")).to_be_visible()
    assert await mira.overflow() == []
    await mira.composer.fill("")
    await mira.command("form", "Typing")
    await expect(mira.dialog).to_be_visible()
    assert await mira.overflow() == []


async def test_on_a_phone_channels_and_people_are_within_reach(
    showcase: Showcase, visit: Visit
) -> None:
    visitor = await visit(showcase.address, viewport=PHONE)
    await expect(visitor.channels).to_be_hidden()
    await visitor.enter("art")
    await visitor.be("sami")
    await visitor.enter("mod-review")
    await expect(visitor.channels).to_be_hidden()
    await visitor.say("from a phone")
    await expect(visitor.article("from a phone")).to_be_in_viewport()


async def test_on_a_phone_the_devtools_cover_the_page_and_can_be_closed(
    demo: str, visit: Visit
) -> None:
    mira = await visit(demo, viewport=PHONE)
    await mira.page.get_by_role("button", name="Under the hood").click()
    devtools = mira.page.get_by_role("complementary", name="Under the hood")
    await expect(devtools.get_by_role("button", name="Restart the bot")).to_be_visible()
    assert await mira.overflow() == []
    await devtools.get_by_role("button", name="Close").click()
    await expect(devtools).to_be_hidden()
    await expect(mira.composer).to_be_visible()


async def test_the_newest_message_is_in_sight_and_stays_so(
    showcase: Showcase, visit: Visit
) -> None:
    showcase.crowd(showcase.discord.world.channel, 40)
    mira = await visit(showcase.address)
    await expect(mira.article("Message 40 of 40")).to_be_in_viewport()
    await showcase.post(showcase.discord.world.channel, messages.galleries()[3])
    await expect(mira.articles().last.get_by_role("img").last).to_be_in_viewport()
