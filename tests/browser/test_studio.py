"""What is done with a result, in the page: its buttons and its select, forms, lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.visiting import PHONE

if TYPE_CHECKING:
    from playwright.async_api import Locator

    from tests.browser.page_hands import Visitor
    from tests.browser.visiting import Visit

FIRST_ROW = ["Again", "Edit", "Details", "Report", "Delete"]
SECOND_ROW = ["Vary", "Upscale", "Send to me"]


async def made(visitor: Visitor, prompt: str, flags: str = "") -> Locator:
    """Generate, and return the result, which stays the same one whatever comes of it."""
    await visitor.imagine(prompt, flags)
    results = visitor.articles().filter(has_text=prompt, has=visitor.page.get_by_role("img"))
    await expect(results).to_have_count(1)
    return results.first


async def labels(part: Locator) -> list[str]:
    return await part.get_by_role("button").all_inner_texts()


def rows(article: Locator) -> Locator:
    return article.locator(".component-row")


async def test_a_result_has_its_rows_and_again_makes_another(demo: str, visit: Visit) -> None:
    mira, noor = await visit(demo), await visit(demo, "noor")
    prompt = "a heron in the reeds"
    first = await made(mira, prompt, "--seed 4")
    await expect(rows(first)).to_have_count(3)
    assert [await labels(row) for row in await rows(first).all()][:2] == [FIRST_ROW, SECOND_ROW]
    await expect(rows(first).nth(2).get_by_role("button")).to_contain_text("Star")

    theirs = noor.articles().filter(has_text=prompt)
    await theirs.first.get_by_role("button", name="Again").click()
    for visitor in (mira, noor):
        second = visitor.articles().filter(has_text=prompt).nth(1)
        await expect(second.get_by_role("img")).to_have_count(1)
        await expect(second).to_contain_text("Made again from an earlier result")
        await expect(second).to_contain_text("for @noor")
        await expect(visitor.articles().filter(has_text=prompt).first).to_contain_text("for @mira")


async def test_one_of_four_is_picked_to_be_varied_and_sent(demo: str, visit: Visit) -> None:
    mira = await visit(demo)
    prompt = "four windmills on a dyke"
    four = await made(mira, prompt, "--n 4 --seed 4")
    select = four.get_by_role("combobox")
    await select.select_option("Vary image 2")
    varied = mira.articles().filter(has_text="Varied from image 2").filter(has_text=prompt)
    await expect(varied.get_by_role("img")).to_have_count(4)

    await select.select_option("Send image 3 to me")
    await expect(mira.article("The image is in your direct messages.")).to_contain_text("Only you")
    await mira.enter("Darkroom")
    sent = mira.article(prompt)
    await expect(sent.get_by_role("img")).to_have_count(1)
    await expect(sent.get_by_role("button", name=re.compile("Again|Vary"))).to_have_count(0)
    assert await mira.overflow() == []


async def test_a_form_edits_and_details_are_seen_by_who_asked(demo: str, visit: Visit) -> None:
    mira, noor = await visit(demo, viewport=PHONE), await visit(demo, "noor")
    before, after = "a fox under an oak", "a badger under an oak"
    result = await made(mira, before, "--seed 12 --steps 15")
    await result.get_by_role("button", name="Edit").click()
    prompt = mira.dialog.get_by_role("textbox", name=re.compile("^Prompt"))
    await expect(prompt).to_have_value(before)
    flags = mira.dialog.get_by_role("textbox", name="Options, as flags")
    assert "--seed 12" in await flags.input_value()
    assert await mira.overflow() == []
    await prompt.fill(after)
    await mira.dialog.get_by_role("button", name="Submit").click()
    edited = mira.articles().filter(has_text="Edited from an earlier result").filter(has_text=after)
    await expect(edited.get_by_role("img")).to_have_count(1)
    await expect(mira.dialog).to_have_count(0)

    await edited.get_by_role("button", name="Details").click()
    # There may be others, of other tests' images.
    told = mira.articles().filter(has_text="Image details").filter(has_text=after)
    await expect(told).to_contain_text("15 steps")
    await expect(told).to_contain_text(f"/imagine prompt:{after}")
    assert await mira.overflow() == []
    await expect(noor.article(after)).to_be_visible()
    await expect(noor.article(f"/imagine prompt:{after}")).to_have_count(0)
    await told.get_by_role("button", name="Dismiss").click()
    await expect(told).to_have_count(0)


async def test_a_page_of_the_history_is_turned_and_one_is_shown(demo: str, visit: Visit) -> None:
    # Whoever has made nothing else in this demo.
    ada = await visit(demo, "ada", "art")
    for number in range(6):
        await made(ada, f"a lantern of number {number}", f"--seed {number}")
    await ada.command("help")
    # A command that is named in a text is begun by a click.
    await ada.article("Find and keep").get_by_role("button", name="/history").click()
    await expect(ada.composer).to_be_focused()
    await ada.page.keyboard.press("Enter")
    listed = ada.article("results · Page")
    await expect(listed).to_contain_text("Page 1 of 2")
    await expect(listed.get_by_role("button", name="Previous")).to_be_disabled()
    await expect(listed).not_to_contain_text("number 0")
    await listed.get_by_role("button", name="Next").click()
    await expect(listed).to_contain_text("Page 2 of 2")
    await expect(listed).to_contain_text("number 0")
    await listed.get_by_role("button", name="Show here").last.click()
    shown = ada.article("Shown by @ada")
    await expect(shown.get_by_role("img")).to_have_count(1)


async def test_a_chart_of_the_usage_is_a_picture_with_words(demo: str, visit: Visit) -> None:
    sami = await visit(demo, "sami", viewport=PHONE)
    await sami.begin("usage")
    await sami.add_option("days", "7")
    await sami.page.keyboard.press("Enter")
    await sami.page.keyboard.press("Enter")
    chart = sami.article("This server, last 7 days").get_by_role("img")
    await expect(chart).to_have_attribute("alt", re.compile("images per day"))
    assert await sami.overflow() == []
