from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.showcase.parts import button, gallery, row, text, v2
from tests.browser.showcase.pictures import pictures

if TYPE_CHECKING:
    from tests.browser.page_hands import Visitor
    from tests.browser.showcase.parts import Post
    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit

TOP = "it => it.getBoundingClientRect().top"
AT_FOOT = "it => it.scrollHeight - it.scrollTop - it.clientHeight < 2"


async def test_news_keep_who_reads_at_the_foot_there_and_are_told_to_who_reads_above(
    showcase: Showcase, visit: Visit
) -> None:
    world = showcase.discord.world
    showcase.crowd(world.channel, 120)
    mira = await visit(showcase.address)
    await expect(mira.article("Message 120 of")).to_be_in_viewport()
    await read_above(mira, "Message 100 of")
    before = await mira.article("Message 100 of").evaluate(TOP)
    showcase.discord.say("some news", user=world.second_member)
    jump = mira.page.get_by_role("button", name="Jump to the newest")
    await expect(jump).to_be_visible()
    assert await mira.article("Message 100 of").evaluate(TOP) == pytest.approx(before, abs=1)
    await jump.click()
    await expect(mira.article("some news")).to_be_in_viewport()
    await expect(jump).to_be_hidden()

    # My own message brings me to the foot.
    await read_above(mira, "Message 100 of")
    showcase.discord.say("here I am", user=world.member)
    await expect(mira.article("here I am")).to_be_in_viewport()

    showcase.discord.say("tall\n" * 60 + "the end")
    await expect(mira.article("the end")).to_be_visible()
    await mira.page.wait_for_function(f"({AT_FOOT})(document.querySelector('[role=log]'))")


async def test_older_messages_come_when_one_reads_upwards_without_a_jump(
    showcase: Showcase, visit: Visit
) -> None:
    showcase.crowd(showcase.discord.world.channel, 120)
    mira = await visit(showcase.address)
    await expect(mira.articles()).to_have_count(50)
    held = mira.article("Message 71 of")
    await mira.log.evaluate("it => it.scrollTo(0, 0)")
    before = await held.evaluate(TOP)
    await expect(mira.article("Message 30 of")).to_be_attached()
    assert await held.evaluate(TOP) == pytest.approx(before, abs=60)
    await expect(held).to_be_in_viewport()


async def test_older_messages_come_by_keyboard_until_there_are_none(
    showcase: Showcase, visit: Visit
) -> None:
    showcase.crowd(showcase.discord.world.channel, 120)
    mira = await visit(showcase.address)
    more = mira.page.get_by_role("button", name="Show older messages")
    await more.press("Enter")
    await expect(mira.article("Message 21 of")).to_be_attached()
    await mira.log.evaluate("it => it.scrollTo(0, 0)")
    await expect(mira.articles()).to_have_count(120)
    await expect(more).to_be_hidden()


async def test_an_edit_keeps_focus_uncovered_words_and_the_very_same_image(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    await showcase.post(showcase.discord.world.channel, counter())
    await mira.page.get_by_role("button", name="Show spoiler").click()
    image = await mira.log.get_by_role("img").element_handle()
    assert image is not None
    count = mira.page.get_by_role("button", name="Count")
    await count.press("Enter")
    await expect(mira.article("Pressed 1 times")).to_contain_text("(edited)")
    await expect(count).to_be_focused()
    await expect(mira.page.get_by_role("button", name="Show spoiler")).to_have_count(0)
    assert await image.evaluate("it => it.isConnected")

    # It stays in the message when its button goes.
    channel = showcase.discord.world.channel
    posted = await showcase.bot.post(channel.id, v2(text("Working"), row(button("Stop", "silent"))))
    await mira.page.get_by_role("button", name="Stop").focus()
    await showcase.bot.edit(channel.id, int(posted["id"]), v2(text("Finished")))
    await expect(mira.article("Finished")).to_be_focused()


async def test_a_dismissed_message_stays_away_after_a_reload(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    await mira.command("secret")
    await expect(mira.articles()).to_have_count(1)
    await expect(mira.articles()).to_contain_text("Only you can see this")
    await mira.page.get_by_role("button", name="Dismiss").click()
    await expect(mira.articles()).to_have_count(0)
    await mira.page.reload()
    await expect(mira.page.get_by_text("Nothing here yet")).to_be_visible()
    await expect(mira.articles()).to_have_count(0)


async def test_messages_in_a_row_by_one_author_stand_under_one_head(
    showcase: Showcase, visit: Visit
) -> None:
    world = showcase.discord.world
    for user in (world.member, world.member, world.second_member):
        showcase.discord.say(f"by {user.name}", user=user)
    mira = await visit(showcase.address)
    names = mira.log.locator("bdi")
    await expect(names).to_have_text(["mira", "noor"])

    # A message command is used by keyboard from the message.
    await showcase.post(world.channel, v2(text("a fine day")))
    more = mira.article("a fine day").get_by_role("button", name="More")
    await more.press("Enter")
    items = mira.page.get_by_role("menuitem")
    await expect(items).to_have_text(["Describe", "Take away"])
    await expect(items.first).to_be_focused()
    await mira.page.keyboard.press("Escape")
    await expect(more).to_be_focused()
    await more.press("Enter")
    await mira.page.keyboard.press("ArrowUp")
    await mira.page.keyboard.press("Enter")
    await expect(mira.article("a fine day")).to_have_count(0)


def counter() -> Post:
    press = row(button("Count", "count", 1))
    shown = gallery("ring-1.png")
    return v2(text("Pressed 0 times ||in secret||"), shown, press, files=pictures(1))


async def read_above(visitor: Visitor, words: str) -> None:
    """Scroll up to a message, as far as from the foot as makes it the first in sight."""
    await expect(visitor.articles().last).to_be_in_viewport()
    await visitor.article(words).evaluate("it => it.scrollIntoView()")
    await expect(visitor.articles().last).not_to_be_in_viewport()
