from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import expect

from tests.browser.knobs import turn
from tests.browser.sharpness import detail

if TYPE_CHECKING:
    from playwright.async_api import Locator

    from tests.browser.page_hands import Visitor
    from tests.browser.visiting import Visit

PROMPT = "a castle for the moderators"
MOST_DETAIL = 3.0
"""Of a blurred image; a clear one has more than twice as much."""


async def test_what_a_moderator_approves_is_clear_in_the_same_message(
    demo: str, visit: Visit
) -> None:
    mira, sami = await visit(demo), await visit(demo, "sami", "mod-review")
    await turn(mira, confidence=99)
    article = await mira.imagine(PROMPT, "--seed 7")
    image = article.get_by_role("img")
    await expect(image).to_have_count(1)
    await expect(article).to_contain_text("was flagged and is blurred")
    assert await detail_of(mira, image) < MOST_DETAIL

    card = sami.article(PROMPT)
    await expect(card).to_contain_text("confidence 99")
    await expect(card.get_by_role("button", name="Show spoiler")).to_be_visible()
    await card.get_by_role("button", name="Approve").click()
    await expect(card).to_contain_text("Approved by @sami")
    await expect(card.get_by_role("button", name="Remove")).to_have_count(0)

    # It is the message of before, not a new one.
    await expect(article).not_to_contain_text("flagged")
    await expect(mira.articles().filter(has_text=PROMPT)).to_have_count(1)
    await expect(image).to_have_count(1)
    assert await detail_of(mira, image) > 2 * MOST_DETAIL


async def detail_of(visitor: Visitor, image: Locator) -> float:
    answer = await visitor.page.request.get(await image.evaluate("it => it.src"))
    return detail(await answer.body())
