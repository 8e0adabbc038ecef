"""Files: what stays, what goes, what is too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.playground_discord.pictures import png
from tests.unit.playground_discord.wire import gallery, text, v2

if TYPE_CHECKING:
    from bot.playground.discord import Invocation
    from tests.unit.playground_discord.wire import Heard, Wire


async def shown(wire: Wire, *names: str) -> tuple[Invocation, Heard]:
    """A message with these pictures in a gallery."""
    it = await wire.act()
    await wire.answer(it, 4, v2(text()))
    files = {name: png(n) for n, name in enumerate(names)}
    notes = [{"id": n, "filename": name} for n, name in enumerate(names)]
    heard = await wire.edit(it, v2(gallery(*names), attachments=notes), files=files)
    assert heard.status == 200, heard
    return it, heard


def names(it: Invocation) -> list[str]:
    return [picture.name for picture in it.shown.pictures()]


async def test_a_picture_is_served_with_its_true_type_and_size(wire: Wire) -> None:
    _, heard = await shown(wire, "a.png")
    media = heard.body["components"][0]["items"][0]["media"]
    assert (media["content_type"], media["width"], media["height"]) == ("image/png", 8, 6)
    async with wire.http.get(media["url"]) as answer:
        assert answer.content_type == "image/png"
        assert await answer.read() == png(0)


async def test_a_file_component_tells_its_name_and_size(wire: Wire) -> None:
    it = await wire.act()
    notes = {"type": 13, "file": {"url": "attachment://notes.txt"}}
    heard = await wire.answer(it, 4, v2(text(), notes), files={"notes.txt": b"eight by"})
    told = heard.body["resource"]["message"]["components"][1]
    assert (told["name"], told["size"]) == ("notes.txt", 8)


async def test_v2_attachments_are_not_listed(wire: Wire) -> None:
    _, heard = await shown(wire, "a.png")
    assert heard.body["attachments"] == []


async def test_a_list_keeps_only_what_it_names(wire: Wire) -> None:
    it, heard = await shown(wire, "a.png", "b.png")
    media = heard.body["components"][0]["items"][1]["media"]
    kept = [{"id": media["attachment_id"], "filename": "b.png"}]
    await wire.edit(it, v2(gallery("b.png"), attachments=kept))
    assert names(it) == ["b.png"]
    assert [each.name for each in it.shown.now.attachments] == ["b.png"]
    assert [each.name for each in it.shown.versions[1].attachments] == ["a.png", "b.png"]


async def test_without_a_list_old_files_stay_and_new_ones_join(wire: Wire) -> None:
    it, _ = await shown(wire, "a.png")
    heard = await wire.edit(it, v2(gallery("b.png")), files={"b.png": png(9)})
    assert heard.status == 200
    assert [each.name for each in it.shown.now.attachments] == ["a.png", "b.png"]


async def test_a_removed_file_is_gone_from_the_cdn(wire: Wire) -> None:
    it, heard = await shown(wire, "a.png")
    await wire.edit(it, v2(text(), attachments=[]))
    url = heard.body["components"][0]["items"][0]["media"]["url"]
    async with wire.http.get(url) as answer:
        assert answer.status == 404


async def test_a_kept_file_must_be_named_to_be_shown(wire: Wire) -> None:
    it, heard = await shown(wire, "a.png")
    media = heard.body["components"][0]["items"][0]["media"]
    by_id_alone = v2(gallery("a.png"), attachments=[{"id": media["attachment_id"]}])
    assert (await wire.edit(it, by_id_alone)).refusal == (400, 50035)
    assert (await wire.edit(it, v2(gallery("a.png")))).refusal == (400, 50035)


async def test_a_file_that_untouched_components_show_cannot_be_dropped(wire: Wire) -> None:
    it, _ = await shown(wire, "a.png")
    assert (await wire.edit(it, {"attachments": []})).refusal == (400, 50035)


async def test_names_are_sanitised(wire: Wire) -> None:
    it = await wire.act()
    heard = await wire.answer(it, 4, v2(gallery("a_b__1_.png")), files={"a b (1).png": png()})
    assert heard.status == 200
    assert names(it) == ["a_b__1_.png"]


async def test_an_empty_file_is_refused(wire: Wire) -> None:
    it = await wire.act()
    heard = await wire.answer(it, 4, {"content": "x"}, files={"a.png": b""})
    assert heard.refusal == (400, 50035)


async def test_eleven_files_are_refused(wire: Wire) -> None:
    files = {f"{n}.png": png() for n in range(11)}
    heard = await wire.answer(await wire.act(), 4, {"content": "x"}, files=files)
    assert heard.refusal == (400, 30015)


async def test_a_file_may_have_exactly_the_announced_size(wire: Wire) -> None:
    wire.discord.world.guild.attachment_size_limit = 1000
    fits = await wire.answer(await wire.act(), 4, {"content": "x"}, files={"a": b"x" * 1000})
    over = await wire.answer(await wire.act(), 4, {"content": "x"}, files={"a": b"x" * 1001})
    assert fits.status == 200
    assert over.refusal == (413, 40005)


async def test_a_nitro_member_lifts_the_limit_of_the_answer_but_not_of_the_channel(
    wire: Wire,
) -> None:
    wire.discord.world.guild.attachment_size_limit = 1000
    wire.discord.world.member.attachment_size_limit = 2000
    files = {"a": b"x" * 2000}
    answer = await wire.answer(await wire.act(), 4, {"content": "x"}, files=files)
    posted = await wire.call("POST", wire.channel_path(), {"content": "x"}, files=files)
    assert answer.status == 200
    assert posted.refusal == (413, 40005)


async def test_a_request_of_more_than_25_mib_is_refused(wire: Wire) -> None:
    files = {f"{n}": b"x" * (9 * 1024 * 1024) for n in range(3)}
    heard = await wire.answer(await wire.act(), 4, {"content": "x"}, files=files)
    assert heard.refusal == (413, 40005)


async def test_an_update_answer_cannot_show_new_files(wire: Wire) -> None:
    message = await wire.said()
    it = await wire.discord.press(message, "go")
    files = {"a.png": png()}
    assert (await wire.answer(it, 7, v2(gallery("a.png")), files=files)).refusal == (400, 50035)
    await wire.answer(it, 6)
    assert (await wire.edit(it, v2(gallery("a.png")), files=files)).status == 200
    assert [each.name for each in message.pictures()] == ["a.png"]


@pytest.mark.parametrize(("item", "upload"), [(True, False), (False, True), (False, False)])
async def test_a_picture_is_hidden_by_its_item_or_its_attachment(
    wire: Wire, item: bool, upload: bool
) -> None:
    it = await wire.act()
    notes = [{"id": 0, "filename": "a.png", "is_spoiler": upload, "description": "a fox"}]
    shape = v2(gallery("a.png", spoiler=item), attachments=notes)
    await wire.answer(it, 4, shape, files={"a.png": png()})
    (picture,) = it.shown.pictures()
    assert picture.spoiler is (item or upload)
    assert picture.alt == "a fox"
