from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit

FROM_NOW = """async (seconds) => {
  const { fromNow } = await import("/page/scripts/text/moments.js");
  return fromNow(seconds * 1000 + 5000, 5000);
}"""
SHOWN = """async (text) => {
  const { renderText } = await import("/page/scripts/text/view.js");
  const { dateTime, textContent, title } = renderText(text).querySelector("time");
  return [dateTime, textContent, title];
}"""
UNITS = {
    0: "now",
    5: "in 5 seconds",
    -1: "1 second ago",
    59.4: "in 59 seconds",
    60: "in 1 minute",
    -3599: "59 minutes ago",
    -7200: "2 hours ago",
    90_000: "in 1 day",
    -40 * 86_400: "1 month ago",
    800 * 86_400: "in 2 years",
}
STYLES = {
    ":D": "January 3, 2021",
    ":d": "1/3/21",
    ":t": "12:00",
    "": "January 3, 2021",
    ":F": "Sunday",
}


async def test_a_moment_is_told_in_the_largest_unit_that_fits(page: Page) -> None:
    assert {each: await page.evaluate(FROM_NOW, each) for each in UNITS} == UNITS


async def test_a_moment_is_written_in_its_style_and_says_the_whole_date(page: Page) -> None:
    for style, words in STYLES.items():
        datetime, text, title = await page.evaluate(SHOWN, f"<t:1609675200{style}>")
        assert datetime == "2021-01-03T12:00:00.000Z", style
        assert words in text, style
        assert "Sunday, January 3, 2021" in title, style


async def test_a_relative_moment_counts_by_itself(showcase: Showcase, visit: Visit) -> None:
    mira = await visit(showcase.address)
    mira.is_marked = True
    await mira.page.clock.install()
    now = int(await mira.page.evaluate("Math.ceil(Date.now() / 1000)"))
    showcase.discord.say(f"done <t:{now + 3600}:R>")
    moment = mira.article("done").locator("time", has_text="in ")
    await expect(moment).to_have_text("in 1 hour")
    await mira.page.clock.run_for(60_000)
    await expect(moment).to_have_text("in 59 minutes")
