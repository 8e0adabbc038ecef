from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.sharpness import detail
from tests.browser.showcase import messages
from tests.browser.showcase.parts import gallery, text, v2
from tests.browser.showcase.pictures import pictures, speckled

if TYPE_CHECKING:
    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit


async def test_galleries_of_one_to_ten_pictures_show_them_all(
    showcase: Showcase, visit: Visit
) -> None:
    await showcase.post(showcase.discord.world.channel, *messages.galleries())
    mira = await visit(showcase.address)
    await expect(mira.articles()).to_have_count(10)
    for count in range(1, 11):
        article = mira.articles().nth(count - 1)
        await article.scroll_into_view_if_needed()
        boxes = [await image.bounding_box() for image in await article.get_by_role("img").all()]
        assert [each for each in boxes if each and each["width"] > 60] == boxes
        assert len(boxes) == count


async def test_a_picture_opens_large_and_the_others_are_beside_it(
    showcase: Showcase, visit: Visit
) -> None:
    files = pictures(3)
    await showcase.post(showcase.discord.world.channel, v2(gallery(*files), files=files))
    mira = await visit(showcase.address)
    await mira.articles().last.get_by_role("img", name="ring-2.png").click()
    await expect(mira.dialog.get_by_role("img", name="ring-2.png")).to_be_visible()
    await mira.dialog.get_by_role("button", name="Next").click()
    await expect(mira.dialog.get_by_role("img", name="ring-3.png")).to_be_visible()
    await mira.dialog.get_by_role("button", name="Close").click()
    await expect(mira.dialog).to_have_count(0)


@pytest.mark.parametrize("key", ["click", "Enter", "Space"])
async def test_a_spoiler_is_out_of_reach_until_it_is_opened(
    showcase: Showcase, visit: Visit, key: str
) -> None:
    await showcase.post(showcase.discord.world.channel, messages.spoilers())
    mira = await visit(showcase.address)
    article = mira.articles().last
    image = article.get_by_role("img", name="Rings, ring-4.png")
    veil = article.get_by_role("button", name="Show spoiler").first
    opened = mira.log.locator("a[href*='ring-4.png']")
    await expect(veil).to_be_visible()
    await expect(opened).to_have_count(0)
    if key == "click":
        await image.click()
    else:
        await veil.press(key)
    await expect(opened).to_be_focused()
    await expect(image).to_have_js_property("complete", value=True)
    await expect(mira.dialog).to_have_count(0)
    await image.click()
    await expect(mira.dialog.get_by_role("img", name="Rings, ring-4.png")).to_be_visible()


async def test_what_is_behind_a_spoiler_cannot_be_made_out(
    showcase: Showcase, visit: Visit
) -> None:
    hidden = v2(gallery("speckled.png", spoiler=True), files={"speckled.png": speckled()})
    await showcase.post(showcase.discord.world.channel, hidden)
    mira = await visit(showcase.address)
    image = mira.log.locator("img")
    await expect(image).to_have_js_property("complete", value=True)
    veil = mira.articles().last.get_by_role("button", name=re.compile("spoiler"))
    before = await veil.screenshot()
    await veil.click()
    after = await image.screenshot()
    assert detail(before) < detail(after) / 3


async def test_a_modal_brings_what_was_filled_in_to_the_bot(
    showcase: Showcase, visit: Visit
) -> None:
    await showcase.post(showcase.discord.world.channel, messages.boxes())
    mira = await visit(showcase.address)
    await mira.articles().last.get_by_role("button", name="Open the form").click()
    form = mira.page.get_by_role("dialog", name="By typing")
    await expect(form.get_by_label("Name")).to_be_focused()
    await mira.page.keyboard.type("Ada")
    await expect(form.get_by_label("Story")).to_have_value("Once")
    await form.get_by_label("Fruit").select_option("plum")
    await form.get_by_label("Old style").fill("yes")
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)
    got = '{"fruit": ["plum"], "name": "Ada", "old": "yes", "story": "Once"}'
    await expect(mira.article("Only you can see this")).to_contain_text(f"Got {got}")


async def test_a_modal_says_what_is_wrong_and_stays_open(showcase: Showcase, visit: Visit) -> None:
    mira = await visit(showcase.address)
    await mira.command("form", "Typing")
    form = mira.page.get_by_role("dialog", name="By typing")
    await form.get_by_label("Name").fill("A")
    await mira.page.keyboard.press("Enter")
    await expect(form.get_by_text(re.compile("At least 2"))).to_be_visible()
    await expect(form.get_by_label("Name")).to_be_focused()
    assert len(mira.witness.fetched("/client/interactions")) == 1


async def test_boxes_are_ticked_and_sent(showcase: Showcase, visit: Visit) -> None:
    mira = await visit(showcase.address)
    await mira.command("form", "Ticking")
    form = mira.page.get_by_role("dialog", name="By ticking")
    await form.get_by_role("radio", name="Large").check()
    await form.get_by_role("checkbox", name="Milk").check()
    await form.get_by_role("checkbox", name="Agreed").check()
    await form.get_by_role("button", name="Submit").click()
    got = '{"agreed": true, "extras": ["milk", "sugar"], "size": "large"}'
    await expect(mira.article("Only you can see this")).to_contain_text(f"Got {got}")


async def test_people_and_places_are_picked_and_sent(showcase: Showcase, visit: Visit) -> None:
    world = showcase.discord.world
    mira = await visit(showcase.address)
    await mira.command("form", "Picking")
    form = mira.page.get_by_role("dialog", name="By picking")
    await form.get_by_label("Somebody").select_option(label="noor")
    await form.get_by_label("A channel").select_option(label="#art")
    await form.get_by_role("button", name="Submit").click()
    told = mira.article("Only you can see this")
    await expect(told).to_contain_text(f'"person": ["{world.second_member.id}"]')
    await expect(told).to_contain_text(f'"channel": ["{world.art.id}"]')


async def test_roles_are_called_by_their_names(showcase: Showcase, visit: Visit) -> None:
    world = showcase.discord.world
    role = world.guild.members[world.moderator.id].roles[0]
    said = text(f"<@&{role}>, <@&{world.guild.id}>, <@&1>")
    await showcase.post(world.channel, messages.selects(), v2(said))
    mira = await visit(showcase.address)
    await expect(mira.articles().last).to_contain_text("@Moderator, @everyone, @unknown role")
    select = mira.articles().first.get_by_role("combobox", name="A role", exact=True)
    await select.select_option(label="@Moderator")
    await expect(mira.article("Only you can see this")).to_contain_text(f"Chosen role: {role}")


async def test_a_button_edits_its_message_in_place(showcase: Showcase, visit: Visit) -> None:
    await showcase.post(showcase.discord.world.channel, messages.buttons())
    mira = await visit(showcase.address)
    article = mira.articles().last
    await article.get_by_role("button", name="Count").click()
    await expect(article).to_contain_text("Pressed 1 times")
    await expect(article).to_contain_text("(edited)")
    await expect(mira.articles()).to_have_count(1)
    await expect(article.get_by_role("button", name="Dead")).to_be_disabled()
    await expect(article.get_by_role("link", name="Read more")).to_have_attribute(
        "href", "https://example.com/more"
    )


async def test_a_select_sends_what_was_chosen(showcase: Showcase, visit: Visit) -> None:
    await showcase.post(showcase.discord.world.channel, messages.selects())
    mira = await visit(showcase.address)
    fruit = mira.articles().first.get_by_role("combobox", name="A fruit")
    await fruit.select_option("plum")
    await expect(mira.article("Only you can see this")).to_contain_text("Chosen one-fruit: plum")


async def test_a_deleted_message_is_gone(showcase: Showcase, visit: Visit) -> None:
    await showcase.post(showcase.discord.world.channel, messages.buttons())
    mira = await visit(showcase.address)
    await mira.articles().last.get_by_role("button", name="Delete").click()
    await expect(mira.articles()).to_have_count(0)


async def test_a_bot_that_thinks_is_seen_to_until_it_answers(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    await mira.command("think")
    await expect(mira.article("thinking")).to_be_visible()
    await mira.command("finish")
    await expect(mira.article("It is 42.")).to_be_visible()
    await expect(mira.article("thinking")).to_have_count(0)


async def test_a_bot_that_does_not_answer_is_told_of(showcase: Showcase, visit: Visit) -> None:
    showcase.discord.interactions.ack_window = 0.2
    mira = await visit(showcase.address)
    await mira.command("silent")
    await expect(mira.page.get_by_text("did not respond")).to_be_visible()


async def test_a_message_command_is_in_the_messages_menu(showcase: Showcase, visit: Visit) -> None:
    await showcase.post(showcase.discord.world.channel, messages.files())
    mira = await visit(showcase.address)
    await mira.articles().last.hover()
    await mira.articles().last.get_by_role("button", name="More").click()
    await mira.page.get_by_role("menuitem", name="Describe").click()
    await expect(mira.article("This is Describe, for you")).to_be_visible()
