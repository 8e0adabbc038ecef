"""The page that shows the channels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.playground_discord.pictures import png
from tests.unit.playground_discord.wire import V2, box, button, gallery, row, text, v2

if TYPE_CHECKING:
    from tests.unit.playground_discord.wire import Wire

REFRESH = 'http-equiv="refresh"'


async def page(wire: Wire, query: str = "") -> str:
    async with wire.http.get(wire.discord.page_url + query) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_it_shows_words_escaped_and_pictures_from_the_cdn(wire: Wire) -> None:
    it = await wire.act()
    shape = v2(text("**Done** <b>x</b>"), gallery("a.png"))
    heard = await wire.answer(it, 4, shape, files={"a.png": png()})
    url = heard.body["resource"]["message"]["components"][1]["items"][0]["media"]["url"]
    html = await page(wire)
    assert "<strong>Done</strong> &lt;b&gt;x&lt;/b&gt;" in html
    assert f'<img src="{url}"' in html
    assert "mira used a command" in html


async def test_a_spoiler_is_covered(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(gallery("a.png", spoiler=True)), files={"a.png": png()})
    assert 'class="picture spoiler"' in await page(wire)


async def test_it_reloads_only_while_something_is_under_way(wire: Wire) -> None:
    message = await wire.said(text(), row(button(custom_id="job:cancel:1", label="Cancel")))
    assert REFRESH in await page(wire)
    it = await wire.discord.press(message, "job:cancel:1")
    await wire.answer(it, 7, v2(text("over")))
    assert REFRESH not in await page(wire)


async def test_ephemeral_messages_say_so(wire: Wire) -> None:
    await wire.said(text("secret"), flags=V2 | 64)
    assert "Only they can see this" in await page(wire)


async def test_each_channel_has_its_page(wire: Wire) -> None:
    await wire.said(text("a fox"))
    other = await page(wire, f"?channel={wire.discord.world.adult_channel.id}")
    assert "age-restricted" in other
    assert "a fox" not in other.split("<section>")[1]


async def test_nothing_comes_from_elsewhere(wire: Wire) -> None:
    await wire.said(text("x"))
    html = await page(wire)
    assert "://" not in html.replace(wire.discord.origin, "")


async def test_every_kind_of_component_is_shown(wire: Wire) -> None:
    link = {"type": 2, "style": 5, "label": "More", "url": "https://example.org"}
    thumbnail = {"type": 11, "media": {"url": f"{wire.discord.origin}/t.png"}}
    section = {"type": 9, "components": [text("beside")], "accessory": thumbnail}
    select = {"type": 3, "custom_id": "s", "options": [{"label": "a", "value": "b"}]}
    line, space = {"type": 14}, {"type": 14, "divider": False}
    parts = (section, line, space, row(select), row(link, button(disabled=True)))
    await wire.said(box(*parts, accent_color=0x0A0B0C))
    html = await page(wire)
    assert "border-left-color:#0a0b0c" in html
    assert f'<img src="{wire.discord.origin}/t.png"' in html
    assert '<div class="section"><div><div class="text"><p>beside</p>' in html
    assert "<hr>" in html
    assert '<div class="space">' in html
    assert '<span class="select">Choose</span>' in html
    assert '<span class="button link"' in html
    assert '<span class="button secondary disabled"' in html


async def test_files_are_shown_or_offered(wire: Wire) -> None:
    it = await wire.act()
    shape = v2({"type": 13, "file": {"url": "attachment://a.txt"}})
    await wire.answer(it, 4, shape, files={"a.txt": b"x"})
    plain = await wire.act()
    await wire.answer(plain, 4, {"content": "x"}, files={"b.png": png()})
    html = await page(wire)
    assert ">a.txt</a>" in html
    assert 'b.png"' in html


async def test_a_deferred_answer_is_thinking(wire: Wire) -> None:
    await wire.answer(await wire.act(), 5)
    html = await page(wire)
    assert "is thinking" in html
    assert REFRESH in html
