from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.unit.embedded.files import png_with

if TYPE_CHECKING:
    from playwright.async_api import FilePayload

    from tests.browser.page_hands import Visitor
    from tests.browser.visiting import Visit


def fox(prompt: str) -> FilePayload:
    told = f"{prompt}\nNegative prompt: blur\nSteps: 12, Sampler: Euler a, Seed: 42, Size: 512x640"
    return {"name": "fox.png", "mimeType": "image/png", "buffer": png_with(parameters=told)}


async def attach(visitor: Visitor, file: FilePayload) -> None:
    async with visitor.page.expect_file_chooser() as chosen:
        await visitor.page.get_by_role("button", name="Attach a file").click()
    await (await chosen.value).set_files(file)


async def test_a_picture_of_a_message_becomes_a_form_and_images(demo: str, visit: Visit) -> None:
    mira = await visit(demo)
    await mira.composer.focus()
    await mira.page.keyboard.insert_text("what do you think of this fox")
    await attach(mira, fox("a fox under a lantern"))
    article = mira.article("what do you think of this fox")
    await expect(article.get_by_role("img")).to_have_count(1)
    await expect(mira.composer).to_have_value("")

    await article.hover()
    await article.get_by_role("button", name="More").click()
    await mira.page.get_by_role("menuitem", name="Use these settings").click()
    form = mira.page.get_by_role("dialog", name="Use these settings")
    await expect(form).to_contain_text("fox.png")
    await expect(form.get_by_label("Negative prompt")).to_have_value("blur")
    flags = '--size 512x640 --steps 12 --sampler "Euler a" --seed 42'
    await expect(form.get_by_label("Options, as flags")).to_have_value(flags)
    await form.get_by_role("textbox", name="Prompt", exact=True).fill("a fox under a paper lantern")
    await form.get_by_role("button", name="Submit").click()

    result = mira.article("a fox under a paper lantern")
    await expect(result.get_by_role("img")).to_have_count(1)
    await expect(result).to_contain_text("512×640")
    await expect(form).to_have_count(0)


async def test_an_option_that_takes_a_file_says_how_and_is_filled_in_by_one(
    demo: str, visit: Visit
) -> None:
    mira = await visit(demo, channel="art")
    await mira.begin("imagine")
    await mira.page.keyboard.insert_text(".")
    await mira.add_option("image", "fox.png")
    await mira.page.keyboard.press("Enter")
    await expect(mira.page.get_by_role("alert")).to_contain_text("chosen with +")
    await attach(mira, fox("a fox on a bridge"))
    await expect(mira.page.get_by_role("button", name="image: fox.png", exact=True)).to_be_visible()
    await expect(mira.composer).to_be_focused()
    await mira.page.keyboard.press("Enter")
    form = mira.page.get_by_role("dialog", name="Use these settings")
    await expect(form.get_by_role("textbox", name="Prompt", exact=True)).to_have_value(
        "a fox on a bridge"
    )
    # It is sent with the command.
    await form.get_by_role("button", name="Submit").click()
    await expect(mira.article("a fox on a bridge").get_by_role("img")).to_have_count(1)

    # A picture without settings is told to have none.
    await mira.begin("imagine")
    await mira.page.keyboard.insert_text("a fox")
    bare: FilePayload = {"name": "bare.png", "mimeType": "image/png", "buffer": png_with()}
    await attach(mira, bare)
    await expect(
        mira.page.get_by_role("button", name="image: bare.png", exact=True)
    ).to_be_visible()
    await expect(mira.composer).to_be_focused()
    await mira.page.keyboard.press("Enter")
    await expect(mira.article("Only you can see this")).to_contain_text("no settings")
