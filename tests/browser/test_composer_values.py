from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Locator

    from tests.browser.page_hands import Visitor
    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit


WRONG = {
    "word:x": "word: must have 2 to 10 characters, not 1",
    "word:hello count:9": "count: must be 1 to 8, not 9",
    "word:hello count:1.5": "is not a whole number",
    "word:hello weight:-0.1": "weight: must be 0 to 1, not -0.1",
    "word:hello weight:heavy": "is not a number",
    "word:hello size:huge": "is none of the choices",
    "word:hello loud:perhaps": "is none of the choices",
    "word:hello person:nobody": "is none of the choices",
    "word: count:3": "word is required",
}
"""What is filled in, and what is said of it."""
LISTED = (
    ("size", ["Small", "Middle", "Large"], '"size": "large"'),
    ("loud", ["True", "False"], '"loud": false'),
)
"""An option, what is listed for it, and what is sent for the last of these."""


async def fill_in(visitor: Visitor, option: str) -> None:
    """Begin the command with every kind of option and go to one of them."""
    await visitor.composer.fill(f"/echo word:hello {option}:")


async def send(visitor: Visitor) -> None:
    await visitor.composer.press("Enter")


def chip(visitor: Visitor, option: str, value: str) -> Locator:
    """Return the button that goes back to an option that is filled in."""
    return visitor.page.get_by_role("button", name=f"{option}: {value}", exact=True)


async def test_each_wrong_value_is_named_and_nothing_is_sent(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    sent = mira.witness.requests("/client/interactions")
    for line, words in WRONG.items():
        await mira.composer.fill(f"/echo {line}")
        await expect(mira.composer).to_have_attribute("aria-invalid", "false")
        await send(mira)
        await expect(mira.page.get_by_role("alert")).to_contain_text(words)
        await expect(mira.composer).to_have_attribute("aria-invalid", "true")
        await expect(mira.composer).to_be_focused()
    described = re.compile("word: Two to ten letters, 2 to 10 characters, required")
    await expect(mira.composer).to_have_accessible_description(described)
    assert sent == []


async def test_what_is_listed_is_picked_by_arrows_or_typed_and_sent_by_its_value(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    for option, listed, sent in LISTED:
        await fill_in(mira, option)
        await expect(mira.suggestions).to_have_text(listed)
        for key in ("ArrowDown", "ArrowUp", "ArrowUp"):
            await mira.composer.press(key)
        await send(mira)
        await expect(chip(mira, option, listed[-1])).to_be_visible()
        await send(mira)
        await expect(mira.article(sent)).to_be_visible()

    # Typed in full it is sent at once.
    await fill_in(mira, "size")
    await mira.composer.press_sequentially("middle")
    await send(mira)
    await expect(mira.article('"size": "middle"')).to_be_visible()

    # Others are asked of the bot while one types.
    await fill_in(mira, "model")
    await mira.composer.press_sequentially("dr")
    await expect(mira.suggestions).to_have_text(["dreamshaper", "dreamlike"])
    await mira.composer.press_sequentially("eaml")
    await expect(mira.suggestions).to_have_text(["dreamlike"])
    await mira.composer.press_sequentially("x")
    await expect(mira.page.get_by_text("No matches")).to_be_visible()
    await expect(mira.suggestions).to_have_count(0)
    await mira.composer.press("Backspace")
    await expect(mira.suggestions).to_have_text(["dreamlike"])
    await send(mira)
    await expect(chip(mira, "model", "dreamlike")).to_be_visible()
    await send(mira)
    await expect(mira.article('"model": "dreamlike"')).to_be_visible()


async def test_people_roles_and_channels_are_picked_by_name_and_sent_by_id(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    world = showcase.discord.world
    moderators = world.guild.members[world.moderator.id].roles[0]
    await fill_in(mira, "role")
    await mira.composer.press_sequentially("mod")
    await expect(mira.suggestions).to_have_text(["@Moderator"])
    await mira.composer.press("Tab")
    await expect(chip(mira, "role", "@Moderator")).to_be_visible()
    await mira.composer.press_sequentially("either:@every")
    await expect(mira.suggestions).to_have_text(["@everyone"])
    await mira.composer.press("Tab")
    await mira.composer.press_sequentially("person:noo")
    await expect(mira.suggestions).to_have_text(["@noor"])
    await mira.composer.press("Tab")
    await expect(chip(mira, "person", "@noor")).to_be_visible()
    await mira.composer.press_sequentially("room:")
    await expect(mira.suggestions).to_have_text(["#general", "#art", "#late-night"])
    await mira.suggestions.filter(has_text="art").click()
    await expect(mira.composer).to_be_focused()
    await send(mira)
    answer = mira.article(f'"room": "{world.art.id}"')
    await expect(answer).to_contain_text(f'"person": "{world.second_member.id}"')
    await expect(answer).to_contain_text(f'"role": "{moderators}"')
    await expect(answer).to_contain_text(f'"either": "{world.guild.id}"')
