from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.showcase.parts import text, v2

if TYPE_CHECKING:
    from playwright.async_api import CDPSession

    from bot.playground.discord import Channel
    from tests.browser.page_hands import Visitor
    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit

FEW, MANY = 20, 500
EDITS = 15
PAINTED = """(article, words) => new Promise((done) => {
  const look = () => article.textContent.includes(words) && requestAnimationFrame(() =>
    setTimeout(done));
  new MutationObserver(look).observe(article, { childList: true, subtree: true });
  look();
})"""
"""Waits without looking at any other message, so that the waiting costs the same among many."""
MOST_TIMES = 4.0
"""How much more work an edit may be in the long channel, 25 times as long as the short one."""


async def test_an_edit_costs_about_as_much_among_500_messages_as_among_20(
    showcase: Showcase, visit: Visit
) -> None:
    world = showcase.discord.world
    mira = await visit(showcase.address)
    few = await fill_and_measure(mira, showcase, world.channel, FEW)
    await mira.enter("late-night")
    many = await fill_and_measure(mira, showcase, world.adult_channel, MANY)
    assert many < MOST_TIMES * few, f"{1000 * few:.1f} ms and {1000 * many:.1f} ms an edit"


async def test_all_of_500_messages_can_be_reached_by_scrolling_up(
    showcase: Showcase, visit: Visit
) -> None:
    showcase.crowd(showcase.discord.world.channel, MANY)
    mira = await visit(showcase.address)
    await expect(mira.article(f"Message {MANY} of {MANY}")).to_be_in_viewport()
    oldest = mira.articles().filter(has_text=f"Message 1 of {MANY}")
    while not await oldest.count():
        shown = await mira.articles().count()
        await mira.articles().first.scroll_into_view_if_needed()
        await expect(mira.articles()).not_to_have_count(shown)
    await expect(mira.articles()).to_have_count(MANY)


async def fill_and_measure(
    visitor: Visitor, showcase: Showcase, channel: Channel, count: int
) -> float:
    """Return the seconds of work that an edit is for the page, with so many messages in it."""
    posted = await showcase.bot.post(channel.id, v2(text("Edited 0 times")))
    await expect(visitor.article("Edited 0 times")).to_be_visible()
    showcase.crowd(channel, count)
    await expect(visitor.articles()).to_have_count(count + 1)
    article = await visitor.article("Edited 0 times").element_handle()
    session = await visitor.page.context.new_cdp_session(visitor.page)
    await session.send("Performance.enable")
    before = await busy(session)
    for n in range(1, EDITS + 1):
        edit = v2(text(f"Edited {n} times"))
        await showcase.bot.edit(channel.id, int(posted["id"]), edit)
        await article.evaluate(PAINTED, f"Edited {n} times")
    spent = await busy(session) - before
    await session.detach()
    return spent / EDITS


async def busy(session: CDPSession) -> float:
    """Return the seconds that the page has kept its thread busy since metrics were enabled."""
    told = await session.send("Performance.getMetrics")
    return float({each["name"]: each["value"] for each in told["metrics"]}["TaskDuration"])
