"""Components that Discord would refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.playground_discord.wire import box, button, gallery, row, text, v2

if TYPE_CHECKING:
    from tests.unit.playground_discord.wire import Wire

WEB = {"url": "https://example.org/a.png"}


def items(count: int, **changes: object) -> dict[str, Any]:
    return {"type": 12, "items": [{"media": WEB, **changes}] * count}


def section(*inside: dict[str, Any], **changes: object) -> dict[str, Any]:
    return {"type": 9, "components": list(inside), "accessory": button(), **changes}


REFUSED: dict[str, tuple[dict[str, Any], tuple[str | int, ...]]] = {
    "content beside v2": (v2(text(), content="hi"), ("content",)),
    "embeds beside v2": (v2(text(), embeds=[{"title": "hi"}]), ("embeds",)),
    "v2 component without the flag": (v2(text(), flags=0), ("components", 0, "type")),
    "unknown type": (v2({"type": 99}), ("components", 0, "type")),
    "button outside a row": (v2(button()), ("components", 0, "type")),
    "thumbnail at the top": (v2({"type": 11, "media": WEB}), ("components", 0, "type")),
    "container in a container": (v2(box(box(text()))), ("components", 0, "components", 0, "type")),
    "empty container": (v2(box()), ("components", 0, "components")),
    "41 components": (v2(*[text()] * 41), ("components",)),
    "41 with nested ones": (v2(box(*[text()] * 40)), ("components",)),
    "41 with accessories": (
        v2(*[section(text(), accessory={"type": 11, "media": WEB})] * 13, text(), text()),
        ("components",),
    ),
    "4001 characters": (v2(text("x" * 2000), text("y" * 2001)), ("components",)),
    "blank text": (v2(text(" \n")), ("components", 0, "content")),
    "no text": (v2({"type": 10}), ("components", 0, "content")),
    "six buttons": (
        v2(row(*[button(custom_id=str(n)) for n in range(6)])),
        ("components", 0, "components"),
    ),
    "empty row": (v2(row()), ("components", 0, "components")),
    "label of 81": (v2(row(button(label="x" * 81))), ("components", 0, "components", 0, "label")),
    "no label": (v2(row(button(label=None))), ("components", 0, "components", 0, "label")),
    "style 7": (v2(row(button(style=7))), ("components", 0, "components", 0, "style")),
    "custom_id of 101": (
        v2(row(button(custom_id="x" * 101))),
        ("components", 0, "components", 0, "custom_id"),
    ),
    "no custom_id": (
        v2(row(button(custom_id=None))),
        ("components", 0, "components", 0, "custom_id"),
    ),
    "the same custom_id twice": (
        v2(row(button()), box(row(button()))),
        ("components", 1, "components", 0, "components", 0, "custom_id"),
    ),
    "the same component id twice": (
        v2(text() | {"id": 4}, text() | {"id": 4}),
        ("components", 1, "id"),
    ),
    "link with a custom_id": (
        v2(row(button(style=5, url="https://example.org"))),
        ("components", 0, "components", 0),
    ),
    "link without a url": (
        v2(row(button(style=5, custom_id=None))),
        ("components", 0, "components", 0, "url"),
    ),
    "url of 513": (
        v2(row(button(style=5, custom_id=None, url="https://e.org/".ljust(513, "x")))),
        ("components", 0, "components", 0, "url"),
    ),
    "two selects in a row": (
        v2(row({"type": 5, "custom_id": "a"}, {"type": 5, "custom_id": "b"})),
        ("components", 0, "components"),
    ),
    "26 options": (
        v2(row({"type": 3, "custom_id": "a", "options": [{"label": "x", "value": "y"}] * 26})),
        ("components", 0, "components", 0, "options"),
    ),
    "four texts in a section": (v2(section(*[text()] * 4)), ("components", 0, "components")),
    "section without accessory": (
        v2(section(text(), accessory=None)),
        ("components", 0, "accessory"),
    ),
    "text as accessory": (
        v2(section(text(), accessory=text())),
        ("components", 0, "accessory", "type"),
    ),
    "no images": (v2(items(0)), ("components", 0, "items")),
    "eleven images": (v2(items(11)), ("components", 0, "items")),
    "alt text of 1025": (
        v2(items(1, description="x" * 1025)),
        ("components", 0, "items", 0, "description"),
    ),
    "empty alt text": (v2(items(1, description="")), ("components", 0, "items", 0, "description")),
    "spoiler that is a word": (
        v2(items(1, spoiler="yes")),
        ("components", 0, "items", 0, "spoiler"),
    ),
    "unknown attachment": (v2(gallery("a.png")), ("components", 0, "items", 0, "media", "url")),
    "file by address": (v2({"type": 13, "file": WEB}), ("components", 0, "file", "url")),
    "spacing 3": (v2(text(), {"type": 14, "spacing": 3}), ("components", 1, "spacing")),
    "colour too large": (
        v2(box(text(), accent_color=0x1000000)),
        ("components", 0, "accent_color"),
    ),
    "unknown kind of mention": (
        v2(text(), allowed_mentions={"parse": ["all"]}),
        ("allowed_mentions", "parse"),
    ),
    "content of 2001": ({"content": "x" * 2001}, ("content",)),
    "eleven embeds": ({"embeds": [{"title": "x"}] * 11}, ("embeds",)),
    "embeds of 6001": (
        {"embeds": [{"description": "x" * 3001}, {"description": "y" * 3000}]},
        ("embeds",),
    ),
    "26 fields": (
        {"embeds": [{"fields": [{"name": "a", "value": "b"}] * 26}]},
        ("embeds", 0, "fields"),
    ),
    "field of 1025": (
        {"embeds": [{"fields": [{"name": "a", "value": "x" * 1025}]}]},
        ("embeds", 0, "fields", 0, "value"),
    ),
    "components that are words": (v2("hello"), ("components", 0)),  # type: ignore[arg-type] # wrong on purpose
    "media without a url": (
        v2({"type": 12, "items": [{"media": {}}]}),
        ("components", 0, "items", 0, "media", "url"),
    ),
    "media from nowhere": (
        v2({"type": 12, "items": [{"media": {"url": "ftp://example.org/a"}}]}),
        ("components", 0, "items", 0, "media", "url"),
    ),
    "six rows without v2": (
        {"content": "x", "components": [row(button(custom_id=str(n))) for n in range(6)]},
        ("components",),
    ),
}
TAKEN = {
    "40 components": v2(box(*[text()] * 39)),
    "4000 characters": v2(text("x" * 2000), text("y" * 2000)),
    "ten images": v2(items(10, description="x" * 1024, spoiler=True)),
    "five buttons": v2(row(*[button(custom_id=str(n)) for n in range(5)])),
    "three texts in a section": v2(section(*[text()] * 3)),
    "a link": v2(row(button(style=5, custom_id=None, url="https://example.org"))),
    "a premium button": v2(row({"type": 2, "style": 6, "sku_id": "1"})),
    "a black container": v2(box(text(), accent_color=0)),
    "plain content": {"content": "x" * 2000},
}


def complaint_at(errors: dict[str, Any], path: tuple[str | int, ...]) -> list[Any]:
    for step in path:
        errors = errors.get(str(step), {})
    found: list[Any] = errors.get("_errors", [])
    return found


@pytest.mark.parametrize("case", REFUSED)
async def test_it_is_refused_at_its_place(wire: Wire, case: str) -> None:
    payload, path = REFUSED[case]
    heard = await wire.answer(await wire.act(), 4, payload)
    assert heard.refusal == (400, 50035)
    assert complaint_at(heard.body["errors"], path)


@pytest.mark.parametrize("case", TAKEN)
async def test_what_just_fits_is_taken(wire: Wire, case: str) -> None:
    heard = await wire.answer(await wire.act(), 4, TAKEN[case])
    assert heard.status == 200, heard


async def test_a_refused_answer_leaves_the_interaction_open(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(items(11)))
    assert (await wire.answer(it, 4, v2(text()))).status == 200


async def test_the_same_rules_hold_for_edits_and_channel_messages(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text()))
    assert (await wire.edit(it, v2(items(11)))).refusal == (400, 50035)
    assert (await wire.follow(it, v2(items(11)))).refusal == (400, 50035)
    assert (await wire.call("POST", wire.channel_path(), v2(items(11)))).refusal == (400, 50035)
    assert len(it.shown.versions) == 1


async def test_an_empty_message_is_refused(wire: Wire) -> None:
    assert (await wire.answer(await wire.act(), 4, v2())).refusal == (400, 50006)
    assert (await wire.answer(await wire.act(), 4, {})).refusal == (400, 50006)


async def test_too_many_bytes_of_text_break_discord(wire: Wire) -> None:
    fits, breaks = "界" * 3386, "界" * 3386 + "x"
    assert (await wire.answer(await wire.act(), 4, v2(text(fits)))).status == 200
    assert (await wire.answer(await wire.act(), 4, v2(text(breaks)))).refusal == (500, 0)


async def test_the_v2_flag_stays(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, v2(text("one")))
    assert (await wire.edit(it, {"flags": 0})).refusal == (400, 50035)
    assert (await wire.edit(it, {"components": [text("two")]})).body["flags"] == 1 << 15


async def test_a_legacy_message_becomes_v2_only_if_its_words_are_dropped(wire: Wire) -> None:
    it = await wire.act()
    await wire.answer(it, 4, {"content": "old"})
    assert (await wire.edit(it, v2(text("new")))).refusal == (400, 50035)
    heard = await wire.edit(it, v2(text("new"), content=None, embeds=[]))
    assert heard.status == 200
    assert it.shown.text() == "new"
