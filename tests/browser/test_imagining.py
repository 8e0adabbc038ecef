from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.knobs import SLOW, slow_engine

if TYPE_CHECKING:
    from tests.browser.visiting import Visit

CANCELLED = re.compile("cancelled", re.IGNORECASE)


async def test_a_command_is_found_and_filled_by_typing_and_ends_in_images(
    demo: str, visit: Visit
) -> None:
    mira = await visit(demo)
    await mira.begin("imagine", typing="imag")
    await mira.page.keyboard.insert_text("a harbour in the fog")
    await mira.add_option("model", "realistic_v6")
    await expect(mira.suggestions).to_contain_text(["majicmixRealistic_v6"])
    await mira.page.keyboard.press("Enter")
    await mira.add_option("images", "2")
    await mira.page.keyboard.press("Enter")

    images = mira.article("a harbour in the fog").get_by_role("img")
    await expect(images).to_have_count(2)
    for image in await images.all():
        await expect(image).to_have_accessible_name(re.compile("a harbour in the fog"))
        await expect(image).to_have_js_property("complete", value=True)
        assert await image.evaluate("it => it.naturalWidth") >= 512

    # Nothing but Enter after a name and a prompt is enough.
    await mira.composer.focus()
    await mira.page.keyboard.type("/imagine")
    await mira.page.keyboard.press("Enter")
    await mira.page.keyboard.type("two birds on a wire")
    await mira.page.keyboard.press("Enter")

    await expect(mira.article("two birds on a wire").get_by_role("img")).to_have_count(1)
    await expect(mira.composer).to_have_value("")


async def test_a_refused_prompt_is_given_back_and_a_value_out_of_range_is_not_sent(
    demo: str, visit: Visit
) -> None:
    mira = await visit(demo)
    answer = await mira.imagine("a heron --steps 900")
    await expect(answer.get_by_role("code").last).to_have_text("a heron --steps 900")

    await mira.command("imagine", "a stork ``` --steps 900")
    async with mira.page.expect_download() as taken:
        await mira.articles().last.get_by_role("link", name="prompt.txt").click()
    path = await (await taken.value).path()
    assert path.read_text("utf-8") == "a stork ``` --steps 900"

    # A value out of range is named, and nothing is sent.
    sent = mira.witness.requests("/client/interactions")
    await mira.begin("imagine")
    await mira.page.keyboard.insert_text("nine of them")
    await mira.add_option("images", "9")
    await mira.page.keyboard.press("Enter")

    await expect(mira.page.get_by_role("alert")).to_have_text(re.compile(r"images\b.*\b8\b"))
    assert sent == []


async def test_who_asked_and_a_moderator_can_cancel_and_another_member_cannot(
    demo: str, visit: Visit
) -> None:
    mira, other = await visit(demo), await visit(demo, "noor")
    async with slow_engine(mira):
        own = await mira.imagine("a very slow snail", SLOW)
        await own.get_by_role("button", name="Cancel").click()
        await expect(own).to_contain_text(CANCELLED)
        await expect(own.get_by_role("button", name="Cancel")).to_have_count(0)
        await expect(own.get_by_role("img")).to_have_count(0)

        await mira.imagine("a contested castle", SLOW)
        article = other.article("a contested castle")
        await article.get_by_role("button", name="Cancel").click()
        await expect(other.article("Only you can see this")).to_be_visible()
        await expect(article.get_by_role("button", name="Cancel")).to_be_visible()

        await other.be("sami")
        await article.get_by_role("button", name="Cancel").click()
        await expect(mira.article("a contested castle")).to_contain_text(CANCELLED)


async def test_a_second_tab_sees_the_same_and_so_does_one_that_is_reloaded(
    demo: str, visit: Visit
) -> None:
    mira, noor = await visit(demo, channel="art"), await visit(demo, "noor", channel="art")
    await noor.imagine("a bridge seen twice")
    for visitor in (mira, noor):
        await expect(visitor.article("seen twice").get_by_role("img")).to_have_count(1)
    same = await mira.article("seen twice").inner_text()
    await expect(noor.article("seen twice")).to_have_text(same, use_inner_text=True)

    # The reload keeps who and where one is.
    await noor.page.reload()
    await expect(noor.heading("art")).to_be_visible()
    await expect(noor.article("seen twice").get_by_role("img")).to_have_count(1)
    await noor.say("still noor")
    await expect(noor.article("still noor")).to_contain_text("noor")
