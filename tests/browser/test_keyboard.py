from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.showcase import messages
from tests.browser.showcase.parts import gallery, v2
from tests.browser.showcase.pictures import pictures

if TYPE_CHECKING:
    from tests.browser.page_hands import Visitor
    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit

MOST_STOPS = 60
FOCUSED = """() => {
  const it = document.activeElement;
  const named = it.getAttribute("aria-label") ?? it.labels?.[0]?.textContent ?? it.textContent;
  const own = named.trim() || it.querySelector("img")?.alt || it.tagName;
  const name = it === document.body ? "" : own;
  const styles = (all) => all.map((each) => getComputedStyle(each));
  const above = (each) => each && !each.matches("form") ? [each, ...above(each.parentElement)] : [];
  const lined = styles([it, ...it.children]).some((each) => each.outlineStyle !== "none");
  const boxed = styles(above(it.parentElement)).some((each) => each.boxShadow !== "none");
  return [name, lined || (it.matches("textarea") && boxed)];
}"""


async def test_tab_reaches_everything_and_shows_where_it_is(
    showcase: Showcase, visit: Visit
) -> None:
    files = pictures(1)
    channel = showcase.discord.world.channel
    await showcase.post(channel, messages.boxes(), v2(gallery(*files), files=files))
    mira = await visit(showcase.address)
    await expect(mira.articles()).to_have_count(2)
    stops = await walk(mira)
    names = [name for name, _ in stops]
    wanted = ("general", "art", "Who am I", "Open the form", "Show spoiler", "Rings", "Message")
    assert [each for each in wanted if not any(each in name for name in names)] == [], names
    assert [name for name, is_seen in stops if not is_seen] == []


async def walk(visitor: Visitor) -> list[tuple[str, bool]]:
    """Press Tab from the page's beginning to its end; say where that led."""
    await visitor.page.reload()
    await expect(visitor.articles().last).to_be_visible()
    stops: list[tuple[str, bool]] = []
    for _ in range(MOST_STOPS):
        await visitor.page.keyboard.press("Tab")
        name, is_seen = await visitor.page.evaluate(FOCUSED)
        if not name or (stops and name == stops[0][0]):
            return stops
        stops.append((name, is_seen))
    raise AssertionError(stops)


async def test_a_button_is_pressed_and_its_modal_filled_in_without_a_mouse(
    showcase: Showcase, visit: Visit
) -> None:
    await showcase.post(showcase.discord.world.channel, messages.boxes())
    mira = await visit(showcase.address)
    opener = mira.article("In a box").get_by_role("button", name="Open the form")
    await opener.press("Enter")
    await expect(mira.dialog.get_by_label("Name")).to_be_focused()
    await mira.page.keyboard.type("Ada")
    await mira.dialog.get_by_label("Name").press("Enter")
    await expect(mira.article("Only you can see this")).to_contain_text('"name": "Ada"')
    await expect(mira.dialog).to_have_count(0)
    await expect(opener).to_be_focused()


async def test_an_image_is_opened_turned_and_closed_by_keys(
    showcase: Showcase, visit: Visit
) -> None:
    files = pictures(3)
    await showcase.post(showcase.discord.world.channel, v2(gallery(*files), files=files))
    mira = await visit(showcase.address)
    first = mira.articles().last.get_by_role("link", name="ring-1.png")
    await first.press("Enter")
    await expect(mira.dialog.get_by_role("img", name="ring-1.png")).to_be_visible()
    await mira.page.keyboard.press("ArrowRight")
    await expect(mira.dialog.get_by_role("img", name="ring-2.png")).to_be_visible()
    await mira.page.keyboard.press("ArrowLeft")
    await mira.page.keyboard.press("ArrowLeft")
    await expect(mira.dialog.get_by_role("img", name="ring-3.png")).to_be_visible()
    await mira.page.keyboard.press("Escape")
    await expect(first).to_be_focused()


async def test_focus_stays_on_a_button_while_its_message_is_edited(
    showcase: Showcase, visit: Visit
) -> None:
    await showcase.post(showcase.discord.world.channel, messages.buttons())
    mira = await visit(showcase.address)
    count = mira.articles().last.get_by_role("button", name="Count")
    await count.press("Space")
    await expect(mira.articles().last).to_contain_text("Pressed 1 times")
    await expect(count).to_be_focused()
    await mira.page.keyboard.press("Enter")
    await expect(mira.articles().last).to_contain_text("Pressed 2 times")
