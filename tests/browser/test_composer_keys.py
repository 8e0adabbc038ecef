from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

if TYPE_CHECKING:
    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit


async def test_tab_goes_on_shift_tab_goes_back_backspace_takes_away_and_so_does_the_mouse(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    await mira.begin("echo")
    await mira.page.keyboard.type("hello")
    await mira.add_option("count", "3")
    await mira.page.keyboard.press("Shift+Tab")
    await expect(mira.composer).to_have_value("hello")
    await mira.page.keyboard.press("Tab")
    await expect(mira.suggestions.first).to_contain_text("weight")
    await expect(
        mira.suggestions.and_(mira.page.get_by_role("option", selected=True))
    ).to_have_count(0)
    await mira.page.keyboard.press("Backspace")
    await expect(mira.composer).to_have_value("3")
    await mira.page.keyboard.press("Backspace")
    await mira.page.keyboard.press("Backspace")
    await expect(mira.composer).to_have_value("hello")
    await mira.page.keyboard.press("Enter")
    await expect(mira.article('Given {"word": "hello"}')).to_be_visible()

    # Chips and the list of options work by mouse, too.
    await mira.composer.fill("/echo word:hello count:3")
    await mira.page.get_by_role("button", name=re.compile("optional")).click()
    await mira.suggestions.filter(has_text="loud").click()
    await mira.suggestions.filter(has_text="True").click()
    await mira.page.get_by_role("button", name="Remove count").click()
    await mira.page.get_by_role("button", name="word: hello", exact=True).click()
    await expect(mira.composer).to_be_focused()
    await mira.page.keyboard.press("End")
    await mira.page.keyboard.type(" you")
    await mira.page.get_by_role("form", name="Write").get_by_role("button", name="Send").click()
    await expect(mira.article('{"loud": true, "word": "hello you"}')).to_be_visible()


async def test_the_text_box_names_the_highlighted_suggestion_and_escape_leaves(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    sent = mira.witness.requests("/client/interactions")
    await mira.composer.fill("/tree")
    listbox = await mira.composer.get_attribute("aria-controls")
    await expect(mira.page.locator(f"#{listbox}")).to_have_role("listbox")
    for key, at in (("ArrowDown", 1), ("ArrowDown", 0), ("ArrowUp", 1)):
        await mira.composer.press(key)
        named = await mira.suggestions.nth(at).get_attribute("id")
        await expect(mira.composer).to_have_attribute("aria-activedescendant", str(named))

    # Escape closes, then leaves, and Tab is free again.
    await mira.composer.fill("/echo word:hello size:")
    await mira.composer.press("ArrowDown")
    await expect(mira.suggestions).to_have_count(3)
    await mira.composer.press("Escape")
    await expect(mira.suggestions).to_have_count(0)
    await mira.composer.press("Escape")
    await expect(mira.composer).to_have_value("/echo word:hello")
    await mira.composer.press("Tab")
    await expect(mira.composer).not_to_be_focused()

    # A name typed inside a text goes to that option, and Backspace undoes it.
    await mira.composer.fill("")
    await mira.begin("echo")
    await mira.page.keyboard.type("my size:")
    await expect(mira.page.get_by_role("button", name="word: my", exact=True)).to_be_visible()
    await expect(mira.composer).to_have_value("")
    await mira.page.keyboard.press("Backspace")
    await expect(mira.composer).to_have_value("my size:")
    assert sent == []


async def test_a_picked_value_leads_on_to_what_remains_or_is_required_and_shift_tab_goes_back(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    selected = mira.suggestions.and_(mira.page.get_by_role("option", selected=True))
    for key in ("Enter", "Tab"):
        await mira.composer.fill("/echo word:hello size:")
        await mira.composer.press_sequentially("lar")
        await mira.composer.press(key)
        await expect(mira.page.get_by_role("button", name="size: Large")).to_be_visible()
        await expect(mira.suggestions.first).to_contain_text("count")
        await expect(selected).to_have_count(0)
        await mira.composer.press_sequentially("lou")
        await expect(selected).to_contain_text("loud")
        await mira.composer.fill("")
        await mira.composer.press("Shift+Tab")
        await expect(mira.composer).to_have_value("Large")
        await mira.composer.press("Enter")
        await expect(mira.article('Given {"size": "large", "word": "hello"}')).to_be_visible()

    # Picked first, a value leads to the option that is required.
    await mira.composer.fill("/echo word:hello size:")
    await mira.page.get_by_role("button", name="Remove word").click()
    await mira.suggestions.filter(has_text="Small").click()
    await expect(mira.composer).to_have_accessible_description(re.compile("word: Two to ten"))
    await mira.composer.press_sequentially("hello")
    await mira.composer.press("Enter")
    await expect(mira.article('Given {"size": "small", "word": "hello"}')).to_be_visible()
