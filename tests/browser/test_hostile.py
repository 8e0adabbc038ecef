from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.showcase import hostile
from tests.browser.visiting import DESK, PHONE

if TYPE_CHECKING:
    from tests.browser.showcase.stage import Showcase
    from tests.browser.visiting import Visit


async def test_hostile_words_stay_words_and_do_not_widen_the_page(
    showcase: Showcase, visit: Visit
) -> None:
    await showcase.post(showcase.discord.world.channel, *hostile.texts())
    mira = await visit(showcase.address)
    for screen in (DESK, PHONE):
        await mira.page.set_viewport_size(screen)
        await mira.page.reload()
        await expect(mira.articles()).to_have_count(len(hostile.texts()))
        await expect(mira.article("<script>").first).to_contain_text(hostile.SCRIPT)
        assert await mira.page.title() == "#general · Darkroom"
        assert await mira.log.locator("script, img, iframe, svg, style").count() == 0
        assert await mira.overflow() == [], screen

    # No link leads anywhere but to the web, nor pretends to be another.
    await expect(mira.article("honest")).to_be_visible()
    links = await mira.log.get_by_role("link").evaluate_all("all => all.map(it => it.href)")
    assert "https://example.com/a" in links
    assert [each for each in links if not each.startswith(("https://", "http://"))] == []
    traps = mira.log.get_by_role("button", name="Trap")
    await expect(traps).to_have_count(len(hostile.TRAPS))
    for trap in await traps.all():
        await expect(trap).to_be_disabled()
    assert await mira.log.get_by_role("link", name="https://bank.example").count() == 0


async def test_a_member_who_writes_markup_is_only_quoted(showcase: Showcase, visit: Visit) -> None:
    mira = await visit(showcase.address)
    await mira.say(hostile.SCRIPT)
    await expect(mira.articles().last).to_contain_text(hostile.SCRIPT)
    await mira.say("\u202etxt.exe")
    await mira.say("after")
    await expect(mira.articles().last).to_contain_text("after")
    assert await mira.page.title() == "#general · Darkroom"
    assert await mira.log.locator("img").count() == 0


async def test_a_prompt_of_markup_stays_text_through_the_real_bot(demo: str, visit: Visit) -> None:
    mira = await visit(demo)
    await mira.command("imagine", "<script>document.title='taken'</script> among no herons")
    image = mira.article("among no herons").get_by_role("img")
    await expect(image).to_have_count(1)
    assert "<script>" in (await image.get_attribute("alt") or "")
    assert await mira.log.locator("script").count() == 0
    assert await mira.page.title() == "#general · Darkroom"
