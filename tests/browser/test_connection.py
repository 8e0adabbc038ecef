from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.demo_process import serving_demo
from tests.browser.outage import Outage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit

LOST = re.compile("connection is lost", re.IGNORECASE)


@pytest.mark.parametrize("whole", [False, True], ids=["cut", "offline"])
async def test_a_lost_connection_is_told_of_and_what_was_missed_is_caught_up(
    showcase: Showcase, visit: Visit, whole: bool
) -> None:
    world = showcase.discord.world
    old = showcase.discord.say("said before")
    doomed = showcase.discord.say("soon gone")
    mira = await visit(showcase.address)
    outage = Outage(mira, whole=whole)
    await outage.prepare()
    await expect(mira.article("soon gone")).to_be_visible()

    await outage.begin()
    await expect(mira.page.get_by_text(LOST)).to_be_visible()
    for n in range(3):
        showcase.discord.say(f"missed {n}", user=world.second_member)
    showcase.discord.keeper.remove_message(doomed)
    await outage.end()

    await expect(mira.article("missed 2")).to_be_visible()
    await expect(mira.page.get_by_text(LOST)).to_be_hidden()
    await expect(mira.article("soon gone")).to_have_count(0)
    await expect(mira.articles()).to_have_count(4)
    showcase.discord.keeper.remove_message(old)
    await expect(mira.articles()).to_have_count(3)


async def test_a_new_demo_on_the_same_port_is_joined_by_a_page_that_stayed(
    visit: Visit, tmp_path: Path, nursery: Path
) -> None:
    async with serving_demo(tmp_path, "--speed", "20", nursery=nursery) as address:
        noor = await visit(address, "noor", "art")
        first = await noor.imagine("a heron of the first run")
        await expect(first.get_by_role("img")).to_have_count(1)
        noor.witness.excuse(
            "ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|WebSocket"
        )
    await expect(noor.page.get_by_text(LOST)).to_be_visible()
    await expect(noor.page.get_by_text("Reconnecting…")).to_be_visible()
    port = int(address.rpartition(":")[2])
    async with serving_demo(tmp_path, "--speed", "20", port=port, nursery=nursery) as again:
        assert again == address
        await expect(noor.page.get_by_text(LOST)).to_be_hidden()
        await expect(noor.article("a heron of the first run")).to_have_count(0)
        await expect(noor.heading("art")).to_be_visible()
        second = await noor.imagine("a heron of the second run")
        await expect(second.get_by_role("img")).to_have_count(1)
        await expect(second).to_contain_text("noor")


async def test_the_bot_can_be_restarted_under_a_page_that_stays(demo: str, visit: Visit) -> None:
    mira = await visit(demo)
    await mira.page.get_by_role("button", name="Under the hood").click()
    devtools = mira.page.get_by_role("complementary", name="Under the hood")
    await devtools.get_by_role("button", name="Restart the bot").click()
    await expect(devtools.get_by_text(re.compile("a new bot listens"))).to_be_visible()
    article = await mira.imagine("a phoenix after the restart")
    await expect(article.get_by_role("img")).to_have_count(1)
