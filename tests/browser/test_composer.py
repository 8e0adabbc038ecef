from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from bot.playground.discord.places import Role

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit

REFUSED = "400"
FOUND = {
    "/ec": ["/echo"],
    "/t": ["/think", "/tree leaf", "/tree branch twig", "/secret", "/silent"],
    "/TREE B": ["/tree branch twig"],
}
"""What is typed, and which commands come up for it."""


async def test_commands_are_found_by_name_those_that_begin_with_it_first(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    for typed, offered in FOUND.items():
        await mira.composer.fill(typed)
        await expect(mira.suggestions).to_contain_text(offered)
        await expect(mira.suggestions.first).to_have_attribute("aria-selected", "true")

    # Those that the person may not use are not.
    await mira.composer.fill("/sta")
    await expect(mira.page.get_by_text("No command matches")).to_be_visible()
    await mira.be("sami")
    await expect(mira.composer).to_have_value("")
    await mira.composer.fill("/sta")
    await expect(mira.suggestions).to_contain_text(["/staff"])

    # What is suggested is the page's first option.
    await mira.composer.fill("/ec")
    await expect(mira.suggestion("/echo")).to_be_visible()
    await mira.page.get_by_role("option").first.click()
    await expect(mira.page.get_by_role("button", name="/echo").first).to_be_visible()


async def test_a_command_that_nobody_registered_is_not_sent_as_words(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    said, listed = mira.witness.requests("/messages?as"), mira.witness.requests("limit=")
    await mira.composer.fill("/nosuch")
    await expect(mira.page.get_by_text("No command matches")).to_be_visible()
    await mira.composer.press("Enter")
    await expect(mira.page.get_by_role("alert")).to_contain_text("No command is called that")
    await expect(mira.composer).to_have_value("/nosuch")
    assert said == listed


async def test_a_whole_line_is_understood_however_it_arrives(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    arrivals: dict[str, Callable[[str], Awaitable[None]]] = {
        "pasted": mira.composer.fill,
        "typed": mira.composer.press_sequentially,
    }
    for word, arrive in arrivals.items():
        await arrive(f"/echo word:{word} 1:2 count:3 loud:true size:small")
        await mira.composer.press("Enter")
        given = f'"count": 3, "loud": true, "size": "small", "word": "{word} 1:2"'
        await expect(mira.article(given)).to_be_visible()

    # Words before any name go to the first required text.
    await mira.composer.fill("/echo two\nwords count:2")
    await mira.composer.press("Enter")
    await expect(mira.article('"count": 2, "word": "two words"')).to_be_visible()

    # A subcommand is sent with the path to it.
    await mira.command("tree branch twig")
    await expect(mira.article("The path was tree branch twig")).to_be_visible()

    # Another line takes the place of a command in the making.
    await mira.composer.fill("/echo word:hello count:3")
    await mira.composer.fill("/tree leaf name:oak")
    await mira.composer.press("Enter")
    await expect(mira.article("The path was tree leaf")).to_be_visible()


async def test_arrow_up_brings_the_last_command_back_for_editing(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    await mira.composer.fill("/echo word:hello count:4")
    await mira.composer.press("Enter")
    await expect(mira.article('"count": 4')).to_be_visible()
    await mira.composer.press("ArrowUp")
    await expect(mira.composer).to_have_value("4")
    await mira.composer.fill("5")
    await mira.composer.press("Enter")
    await expect(mira.article('"count": 5, "word": "hello"')).to_be_visible()

    # A range that a description tells is not told again.
    await mira.composer.fill("/echo word:hello")
    await mira.composer.press("Tab")
    await expect(mira.suggestion("count")).to_contain_text("1 to 8 · whole number")
    await expect(mira.suggestion("count")).not_to_contain_text("number, 1 to 8")


async def test_what_the_server_refuses_is_said_and_given_back(
    showcase: Showcase, visit: Visit
) -> None:
    roles = showcase.discord.world.guild.roles
    roles[77] = Role(77, "Passing")
    mira = await visit(showcase.address)
    mira.witness.excuse(REFUSED)
    await mira.composer.fill("/echo word:hello role:")
    await mira.composer.press_sequentially("passing")
    await expect(mira.suggestions).to_have_text(["@Passing"])
    del roles[77]
    await mira.composer.press("Enter")
    await expect(mira.page.get_by_text("role: must be a role")).to_be_visible()
    await expect(mira.composer).to_have_value("passing")
    await expect(mira.page.get_by_role("button", name="word: hello")).to_be_visible()


async def test_each_channel_keeps_its_draft_and_another_person_finds_none(
    showcase: Showcase, visit: Visit
) -> None:
    mira = await visit(showcase.address)
    await mira.composer.fill("half a thought")
    await mira.enter("art")
    await expect(mira.composer).to_have_value("")
    await mira.composer.fill("/echo a word")
    await mira.enter("general")
    await expect(mira.composer).to_have_value("half a thought")
    await mira.enter("art")
    await expect(mira.composer).to_have_value("a word")
    await mira.be("noor")
    await expect(mira.composer).to_have_value("")
    await mira.enter("general")
    await expect(mira.composer).to_have_value("")
