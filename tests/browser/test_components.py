from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.sharpness import detail
from tests.browser.showcase import messages
from tests.browser.showcase.parts import gallery, text, v2
from tests.browser.showcase.pictures import speckled

if TYPE_CHECKING:
    from playwright.async_api import Locator

    from tests.browser.page_hands import Visitor
    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit


async def test_galleries_of_one_to_ten_pictures_show_them_all_and_each_opens_large(
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

    # The others of its message are beside it, and no more.
    await mira.articles().nth(2).get_by_role("img", name="ring-2.png").click()
    await expect(mira.dialog.get_by_role("img", name="ring-2.png")).to_be_visible()
    await mira.dialog.get_by_role("button", name="Next").click()
    await expect(mira.dialog.get_by_role("img", name="ring-3.png")).to_be_visible()
    await mira.dialog.get_by_role("button", name="Close").click()
    await expect(mira.dialog).to_have_count(0)


async def test_a_spoiler_is_out_of_reach_until_it_is_opened(
    showcase: Showcase, visit: Visit
) -> None:
    channel, ways = showcase.discord.world.channel, ("click", "Enter", "Space")
    hidden = v2(gallery("speckled.png", spoiler=True), files={"speckled.png": speckled()})
    await showcase.post(channel, *[messages.spoilers() for _ in ways], hidden)
    mira = await visit(showcase.address)
    await expect(mira.articles()).to_have_count(len(ways) + 1)
    for n, way in enumerate(ways):
        await open_veiled(mira, mira.articles().nth(n), way)

    # What is behind it cannot be made out before.
    image = mira.articles().last.locator("img")
    await expect(image).to_have_js_property("complete", value=True)
    veil = mira.articles().last.get_by_role("button", name=re.compile("spoiler"))
    before = await veil.screenshot()
    await veil.click()
    after = await image.screenshot()
    assert detail(before) < detail(after) / 3


async def open_veiled(visitor: Visitor, article: Locator, way: str) -> None:
    image = article.get_by_role("img", name="Rings, ring-4.png")
    veil = article.get_by_role("button", name="Show spoiler").first
    opened = article.locator("a[href*='ring-4.png']")
    await expect(veil).to_be_visible()
    await expect(opened).to_have_count(0)
    if way == "click":
        await image.click()
    else:
        await veil.press(way)
    await expect(opened, way).to_be_focused()
    await expect(image).to_have_js_property("complete", value=True)
    await expect(visitor.dialog, way).to_have_count(0)
    await image.click()
    large = visitor.dialog.get_by_role("img", name="Rings, ring-4.png")
    await expect(large, way).to_be_visible()
    await visitor.close_dialogs()


async def test_a_modal_brings_what_was_filled_in_to_the_bot_and_stays_while_something_is_wrong(
    showcase: Showcase, visit: Visit
) -> None:
    await showcase.post(showcase.discord.world.channel, messages.boxes())
    mira = await visit(showcase.address)
    sent = mira.witness.requests("/client/interactions")
    await mira.command("form", "Typing")
    form = mira.page.get_by_role("dialog", name="By typing")
    await form.get_by_label("Name").fill("A")
    await mira.page.keyboard.press("Enter")
    await expect(form.get_by_text(re.compile("At least 2"))).to_be_visible()
    await expect(form.get_by_label("Name")).to_be_focused()
    assert len(sent) == 1
    await mira.close_dialogs()

    await mira.articles().last.get_by_role("button", name="Open the form").click()
    await expect(form.get_by_label("Name")).to_be_focused()
    await mira.page.keyboard.type("Ada")
    await expect(form.get_by_label("Story")).to_have_value("Once")
    await form.get_by_label("Fruit").select_option("plum")
    await form.get_by_label("Old style").fill("yes")
    await form.get_by_role("button", name="Submit").click()
    await expect(form).to_have_count(0)
    got = '{"fruit": ["plum"], "name": "Ada", "old": "yes", "story": "Once"}'
    await expect(mira.article("Only you can see this")).to_contain_text(f"Got {got}")


async def test_what_is_ticked_and_picked_in_modals_is_sent(
    showcase: Showcase, visit: Visit
) -> None:
    world = showcase.discord.world
    mira = await visit(showcase.address)
    await mira.command("form", "Ticking")
    form = mira.page.get_by_role("dialog", name="By ticking")
    await form.get_by_role("radio", name="Large").check()
    await form.get_by_role("checkbox", name="Milk").check()
    await form.get_by_role("checkbox", name="Agreed").check()
    await form.get_by_role("button", name="Submit").click()
    got = '{"agreed": true, "extras": ["milk", "sugar"], "size": "large"}'
    await expect(mira.article("Only you can see this")).to_contain_text(f"Got {got}")

    await mira.command("form", "Picking")
    form = mira.page.get_by_role("dialog", name="By picking")
    await form.get_by_label("Somebody").select_option(label="noor")
    await form.get_by_label("A channel").select_option(label="#art")
    await form.get_by_role("button", name="Submit").click()
    told = mira.article("Only you can see this")
    await expect(told).to_contain_text(f'"person": ["{world.second_member.id}"]')
    await expect(told).to_contain_text(f'"channel": ["{world.art.id}"]')


async def test_what_is_pressed_and_selected_in_a_message_reaches_the_bot(
    showcase: Showcase, visit: Visit
) -> None:
    world = showcase.discord.world
    role = world.guild.members[world.moderator.id].roles[0]
    said = text(f"<@&{role}>, <@&{world.guild.id}>, <@&1>")
    await showcase.post(world.channel, messages.buttons(), messages.selects(), v2(said))
    mira = await visit(showcase.address)
    await expect(mira.articles()).to_have_count(3)
    # Roles are called by their names, wherever.
    await expect(mira.articles().last).to_contain_text("@Moderator, @everyone, @unknown role")
    selects = mira.articles().nth(1)
    select = selects.get_by_role("combobox", name="A role", exact=True)
    await select.select_option(label="@Moderator")
    await expect(mira.article("Only you can see this")).to_contain_text(f"Chosen role: {role}")
    await selects.get_by_role("combobox", name="A fruit").select_option("plum")
    await expect(mira.article("Only you can see this")).to_contain_text("Chosen one-fruit: plum")

    shown = await mira.articles().count()
    pressed = mira.articles().first
    await pressed.get_by_role("button", name="Count").click()
    await expect(pressed).to_contain_text("Pressed 1 times")
    await expect(pressed).to_contain_text("(edited)")
    await expect(mira.articles()).to_have_count(shown)
    await expect(pressed.get_by_role("button", name="Dead")).to_be_disabled()
    await expect(pressed.get_by_role("link", name="Read more")).to_have_attribute(
        "href", "https://example.com/more"
    )
    await pressed.get_by_role("button", name="Delete").click()
    await expect(mira.articles()).to_have_count(shown - 1)
    await expect(mira.article("Pressed 1 times")).to_have_count(0)


async def test_a_bot_that_thinks_is_seen_to_and_one_that_does_not_answer_is_told_of(
    showcase: Showcase, visit: Visit
) -> None:
    await showcase.post(showcase.discord.world.channel, messages.files())
    mira = await visit(showcase.address)
    # A message command is in the message's menu.
    await mira.articles().last.hover()
    await mira.articles().last.get_by_role("button", name="More").click()
    await mira.page.get_by_role("menuitem", name="Describe").click()
    await expect(mira.article("This is Describe, for you")).to_be_visible()

    await mira.command("think")
    await expect(mira.article("thinking")).to_be_visible()
    await mira.command("finish")
    await expect(mira.article("It is 42.")).to_be_visible()
    await expect(mira.article("thinking")).to_have_count(0)

    showcase.discord.interactions.ack_window = 0.2
    await mira.command("silent")
    await expect(mira.page.get_by_text("did not respond")).to_be_visible()
