"""Messages as people and tests read them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.unit.playground_discord.pictures import png
from tests.unit.playground_discord.wire import V2, box, button, gallery, row, text, v2

if TYPE_CHECKING:
    from tests.unit.playground_discord.wire import Wire


async def test_text_is_in_reading_order(wire: Wire) -> None:
    section = {"type": 9, "components": [text("two")], "accessory": button()}
    message = await wire.said(text("one"), box(section, text("three")), text("four"))
    assert message.text() == "one\ntwo\nthree\nfour"


async def test_the_text_of_an_older_message_is_its_content_and_embeds(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, {"content": "a", "embeds": [{"title": "b", "description": "c"}]})
    assert it.text() == "a\nb\nc"


async def test_a_button_is_found_by_part_or_label(wire: Wire) -> None:
    first, second = button(custom_id="x:go:1", label="Go"), button(custom_id="x:stop:1")
    message = await wire.said(row(first, second | {"label": "Stop"}))
    assert message.button("stop")["custom_id"] == "x:stop:1"
    assert message.button("Go")["custom_id"] == "x:go:1"
    with pytest.raises(LookupError, match="2 buttons"):
        message.button("1")
    with pytest.raises(LookupError, match="0 buttons"):
        message.button("none")


@pytest.mark.parametrize(
    ("shown", "final"),
    [
        (button(custom_id="job:cancel:1"), False),
        (button(custom_id="job:cancel:1", disabled=True), True),
        (button(custom_id="job:again:1"), True),
    ],
)
async def test_a_message_is_final_without_a_live_cancel_button(
    wire: Wire, shown: dict[str, object], final: bool
) -> None:
    assert (await wire.said(row(shown))).is_final is final


async def test_pictures_come_in_gallery_order(wire: Wire) -> None:
    it = await wire.act()
    files = {"a.png": png(1), "b.png": png(2)}
    await wire.answer(it, 4, v2(gallery("b.png", "a.png")), files=files)
    assert [each.name for each in it.shown.pictures()] == ["b.png", "a.png"]


async def test_plain_attachments_are_pictures_too(wire: Wire) -> None:
    it = await wire.act()
    heard = await wire.answer(it, 4, {"content": "x"}, files={"SPOILER_a.png": png()})
    assert [each.spoiler for each in it.shown.pictures()] == [True]
    (listed,) = heard.body["resource"]["message"]["attachments"]
    assert (listed["filename"], listed["size"], listed["flags"]) == ("SPOILER_a.png", len(png()), 8)


async def test_an_image_by_address_has_no_bytes_here(wire: Wire) -> None:
    item = {"media": {"url": "https://example.org/a.png"}}
    assert (await wire.said({"type": 12, "items": [item]})).pictures() == []


async def test_whom_a_message_notified_is_kept(wire: Wire) -> None:
    loud = await wire.said(text("@everyone <@1>"))
    assert loud.now.pings == {"1"}
    it = await wire.act()
    await wire.answer(it, 4, v2(text("<@1>"), allowed_mentions={"parse": []}))
    assert it.shown.now.pings == frozenset()


async def test_an_invocation_waits_for_its_end(wire: Wire) -> None:
    it = await wire.act()
    waiting = asyncio.create_task(it.final(timeout=5))
    await wire.answer(it, 4, v2(row(button(custom_id="job:cancel:1"))))
    await asyncio.sleep(0)
    assert not waiting.done()
    await wire.edit(it, v2(text("over")))
    assert (await waiting).text() == "over"


async def test_an_invocation_without_an_answer_says_so(wire: Wire) -> None:
    it = await wire.act()
    with pytest.raises(LookupError, match="not answered"):
        _ = it.response_time
    with pytest.raises(LookupError, match="no message"):
        _ = it.shown
    with pytest.raises(TimeoutError):
        await it.answered(timeout=0.01)
    with pytest.raises(LookupError, match="no modal"):
        await wire.discord.submit(it)


async def test_every_version_is_kept_with_what_was_sent(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text("one")))
    await wire.edit(it, v2(text("two")))
    first, second = it.shown.versions
    assert first.sent == v2(text("one"))
    assert second.sent == v2(text("two"))
    assert it.interaction.at <= first.at <= second.at
    assert second.flags == V2
