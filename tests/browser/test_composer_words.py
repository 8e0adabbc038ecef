from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

from bot.playground.discord.permissions import Permission
from bot.playground.discord.places import Overwrite

if TYPE_CHECKING:
    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit


async def test_shift_enter_makes_a_new_line_and_enter_sends_the_words_but_no_more_than_2000(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    await mira.composer.press_sequentially("one")
    await mira.composer.press("Shift+Enter")
    await mira.composer.press_sequentially("two")
    await expect(mira.composer).to_have_value("one\ntwo")
    await mira.composer.press("Enter")
    await expect(mira.article(re.compile(r"one\s*two"))).to_contain_text("mira")
    await expect(mira.composer).to_have_value("")

    # With nothing focused, too, typing goes to the composer.
    await mira.heading("general").click()
    await mira.page.keyboard.type("hello")
    await expect(mira.composer).to_have_value("hello")

    await mira.composer.fill("w" * 2001)
    await expect(mira.composer).to_have_accessible_description(re.compile("2,001 of 2,000"))
    await mira.composer.press("Enter")
    await expect(mira.page.get_by_role("alert")).to_contain_text("At most 2,000 characters")
    await expect(mira.articles()).to_have_count(1)


async def test_where_one_may_not_write_the_text_box_says_so(
    showcase: Showcase, visit: Visit
) -> None:
    world = showcase.discord.world
    silence = Overwrite(0, deny=Permission.SEND_MESSAGES)
    world.art.overwrites[world.guild.id] = silence
    mira = await visit(showcase.address, channel="art")
    await expect(mira.composer).to_be_disabled()
    await expect(mira.composer).to_have_accessible_description("You may not write here")
    await mira.enter("general")
    await expect(mira.composer).to_be_enabled()

    # Who is from outside has no channel to write in.
    await mira.be("otto")
    await expect(mira.composer).to_be_disabled()
    await expect(mira.composer).to_have_attribute("placeholder", re.compile("no channel"))
