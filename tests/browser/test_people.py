from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

if TYPE_CHECKING:
    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit


async def test_only_those_who_moderate_see_the_review_channel_and_their_command(
    showcase: Showcase, visit: Visit
) -> None:
    visitor = await visit(showcase.address)
    await expect(visitor.channel_link("late-night")).to_be_visible()
    await expect(visitor.channel_link("mod-review")).to_have_count(0)
    for person in ("sami", "ada"):
        await visitor.be(person)
        await expect(visitor.channel_link("mod-review")).to_be_visible()
    await visitor.be("noor")
    await expect(visitor.channel_link("mod-review")).to_have_count(0)
    for person, count in (("mira", 0), ("sami", 1)):
        await visitor.be(person)
        await visitor.composer.fill("/s")
        await expect(visitor.suggestion("/secret")).to_have_count(1)
        await expect(visitor.suggestion("/staff")).to_have_count(count)


async def test_who_stops_moderating_no_longer_reads_the_review_channel(
    showcase: Showcase, visit: Visit
) -> None:
    world = showcase.discord.world
    showcase.discord.say("for moderators only", channel=world.mod_review, user=world.moderator)
    showcase.discord.say("for members only")
    hidden = str(world.mod_review.id)
    visitor = await visit(showcase.address, "sami", "mod-review")
    await expect(visitor.article("for moderators only")).to_be_visible()
    assert visitor.page.url.endswith(hidden)
    await visitor.be("mira")
    await expect(visitor.heading("general")).to_be_visible()
    await expect(visitor.page.get_by_text("for moderators only")).to_have_count(0)
    # Nor is the room left in the address.
    assert hidden not in visitor.page.url
    await visitor.be("ada")
    await expect(visitor.channel_link("mod-review")).to_be_visible()
    await expect(visitor.heading("general")).to_be_visible()

    # Somebody from outside sees nothing, and is told so.
    await expect(visitor.article("for members only")).to_be_visible()
    await visitor.be("otto")
    await expect(visitor.page.get_by_text(re.compile("otto is not in this server"))).to_be_visible()
    await expect(visitor.channels.get_by_role("link")).to_have_count(0)
    await expect(visitor.articles()).to_have_count(0)
    await expect(visitor.composer).to_be_disabled()


async def test_an_ephemeral_message_is_seen_by_one_person_alone(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    noor = await visit(showcase.address, "noor")
    sami = await visit(showcase.address, "sami")
    await mira.command("secret")
    await expect(mira.article("This is secret, for you")).to_contain_text("Only you can see this")
    await mira.say("said afterwards")
    for other in (noor, sami):
        await expect(other.article("said afterwards")).to_be_visible()
        await expect(other.articles()).to_have_count(1)
        await other.page.reload()
        await expect(other.article("said afterwards")).to_be_visible()
        await expect(other.articles()).to_have_count(1)
