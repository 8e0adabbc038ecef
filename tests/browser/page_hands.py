"""A person before the page, who finds everything by its role, as assistive software does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.witness import Witness

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page


TOO_WIDE = """() => {
  const clips = (it) => getComputedStyle(it).overflowX !== "visible";
  const within = (it) => it !== document.body && (clips(it) || within(it.parentElement));
  const wide = (it) => it.getBoundingClientRect().right > innerWidth + 1;
  const shown = (it) => it.checkVisibility() && !it.matches(".unseen, .skip");
  const all = [...document.querySelectorAll("body *")].filter((it) => shown(it) && wide(it));
  const page = document.scrollingElement;
  const log = document.querySelector("[role=log]");
  const sideways = [page, log].filter((it) => it.scrollWidth > it.clientWidth);
  return [...all.filter((it) => !within(it.parentElement)), ...sideways].map((it) =>
    it.outerHTML.slice(0, 160));
}"""


FIRST_CHANNEL = "general"
FIRST_PERSON = "mira"
"""Where the page begins, and as whom."""


class Visitor:
    """One tab. Locators are found again at each use, so they stay true while the page changes."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.is_marked = False
        """Whether the tab will never be again as it was, and so is of no use to another test."""
        self.witness = Witness(page)
        self.log = page.get_by_role("log")
        self.composer = page.get_by_role("textbox", name="Message", exact=True)
        self.suggestions = page.get_by_role("listbox").get_by_role("option")
        self.dialog = page.get_by_role("dialog")
        self.channels = page.get_by_role("navigation", name="Channels")
        self._person = page.get_by_role("combobox", name="Who am I")

    async def open(self, person: str = FIRST_PERSON, channel: str = FIRST_CHANNEL) -> None:
        """Go to the page as somebody, in a channel."""
        await self.page.goto(self.address)
        if person != FIRST_PERSON:
            await self.be(person)
        if (person, channel) == (FIRST_PERSON, FIRST_CHANNEL):
            await expect(self.heading(channel)).to_be_visible()
        elif channel:
            await self.enter(channel)

    async def be(self, person: str) -> None:
        """Become somebody, by name."""
        await self._with_side(self._person)
        label = self._person.locator("option", has_text=re.compile(rf"^{person}\b"))
        await self._person.select_option(value=await label.get_attribute("value"))
        await self.page.keyboard.press("Escape")

    async def enter(self, channel: str) -> None:
        """Go to a channel, and wait until it can be read."""
        link = self.channel_link(channel)
        await self._with_side(link)
        await link.click()
        await expect(self.heading(channel)).to_be_visible()

    def channel_link(self, channel: str) -> Locator:
        """Return the link to a channel."""
        return self.channels.get_by_role("link", name=re.compile(rf"\b{channel}\b"))

    def heading(self, channel: str) -> Locator:
        """Return the heading that says where one is."""
        return self.page.get_by_role("heading", level=1, name=re.compile(rf"\b{channel}\b"))

    def suggestion(self, name: str) -> Locator:
        """Return what is offered under this name."""
        # A slash would end the pattern in Playwright's own language.
        named = re.compile("^" + re.escape(name).replace("/", r"\/") + r"(?!\S)")
        return self.page.get_by_role("listbox").get_by_role("option", name=named)

    def article(self, words: str | re.Pattern[str]) -> Locator:
        """Return the newest message with these words in it."""
        return self.log.get_by_role("article").filter(has_text=words).last

    def articles(self) -> Locator:
        """Return all messages that are shown."""
        return self.log.get_by_role("article")

    async def say(self, words: str) -> None:
        """Write an ordinary message."""
        await self.composer.click()
        await self.page.keyboard.insert_text(words)
        await self.page.keyboard.press("Enter")

    async def command(self, name: str, first: str = "") -> None:
        """Use a command by the keyboard alone; ``first`` is for its first required option."""
        await self.begin(name)
        if first:
            await self.page.keyboard.insert_text(first)
        await self.page.keyboard.press("Enter")

    async def begin(self, name: str, typing: str = "") -> None:
        """Type a command's name, or a part of it, and take the suggestion."""
        await self.composer.click()
        await self.page.keyboard.type(f"/{typing or name}")
        await expect(self.suggestion(f"/{name}")).to_be_visible()
        await self.page.keyboard.press("Enter")

    async def add_option(self, name: str, value: str) -> None:
        """Go on to an optional option of the command that is being typed, and type its value."""
        await self.page.keyboard.press("Tab")
        await self.page.keyboard.type(name)
        await expect(self.suggestion(name)).to_have_attribute("aria-selected", "true")
        await self.page.keyboard.press("Enter")
        await self.page.keyboard.type(value)

    async def imagine(self, prompt: str, flags: str = "") -> Locator:
        """Generate, and return the message that answers."""
        await self.command("imagine", f"{prompt} {flags}".strip())
        article = self.article(prompt)
        await expect(article).to_be_visible()
        return article

    async def overflow(self) -> list[str]:
        """Return what is wider than the window and would make the page scroll sideways."""
        found: list[str] = await self.page.evaluate(TOO_WIDE)
        return found

    async def close_dialogs(self) -> None:
        """Leave whatever dialog is open, as Escape does."""
        while await self.dialog.count():
            await self.page.keyboard.press("Escape")

    async def _with_side(self, part: Locator) -> None:
        # On a narrow screen the side with the channels is behind a button.
        await expect(self.page.get_by_role("log")).to_be_attached()
        menu = self.page.get_by_role("button", name="Channels")
        if await menu.is_visible() and await menu.get_attribute("aria-expanded") == "false":
            await menu.click()
        await expect(part).to_be_visible()
