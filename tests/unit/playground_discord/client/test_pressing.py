"""Using what stands on a message: buttons and menus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.playground_discord.wire import V2, box, button, row, text

if TYPE_CHECKING:
    from bot.playground.discord import Message
    from tests.unit.playground_discord.client.robot import Robot
    from tests.unit.playground_discord.client.visitor import Visitor

GONE = (404, "This is not on the message any more.")
OPTIONS = [{"label": each.upper(), "value": each} for each in "abc"]


def menu(kind: int, **rest: object) -> dict[str, Any]:
    return {"type": kind, "custom_id": "menu", "placeholder": "Pick", **rest}


async def with_menu(robot: Robot, kind: int = 3, **rest: object) -> Message:
    return await robot.wire.said(row(menu(kind, **rest)))


async def test_a_pressed_button_reaches_the_bot_with_its_message(
    robot: Robot, mira: Visitor, noor: Visitor
) -> None:
    section = {"type": 9, "components": [text()], "accessory": button(custom_id="deep", id=7)}
    message = await robot.wire.said(box(section))
    await robot.hears()
    heard, told = await robot.answers(noor.press(message, custom_id="deep"), 6)
    assert heard["type"] == 3
    assert heard["message"]["id"] == str(message.id)
    assert heard["data"] == {"custom_id": "deep", "id": 7, "component_type": 2}
    assert heard["member"]["user"]["username"] == "noor"
    assert told.body["answer"] == 6


async def test_the_answer_of_a_button_names_no_command(robot: Robot, mira: Visitor) -> None:
    message = await robot.wire.said(row(button()))
    await robot.hears()
    await robot.answers(mira.press(message, custom_id="go"), 4, {"content": "x", "flags": 64})
    shown = (await mira.history(mira.discord.world.channel)).body["messages"][-1]
    assert shown["used"]["command"] is None
    assert shown["used"]["user"]["name"] == "mira"


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        ({"custom_id": "other"}, GONE),
        ({"custom_id": None}, GONE),
        ({}, GONE),
        ({"custom_id": ["go"]}, GONE),
        ({"custom_id": "off"}, (400, "This is disabled.")),
        ({"custom_id": "go", "component_type": 3}, (400, "component_type: must be 2.")),
    ],
)
async def test_only_what_stands_on_the_message_is_pressed(
    robot: Robot, mira: Visitor, data: dict[str, Any], refusal: tuple[int, str]
) -> None:
    link = {"type": 2, "style": 5, "label": "x", "url": "https://example.org"}
    message = await robot.wire.said(row(button(), button(custom_id="off", disabled=True), link))
    assert (await mira.press(message, **data)).refusal == refusal


async def test_a_button_that_an_edit_took_away_is_not_pressed(robot: Robot, mira: Visitor) -> None:
    it = await robot.wire.act()
    shape = {"flags": V2, "components": [row(button())]}
    await robot.wire.answer(it, 4, shape)
    await robot.wire.edit(it, {"components": [text()]})
    assert (await mira.press(it.shown, custom_id="go")).refusal == GONE


async def test_a_message_out_of_sight_is_not_touched(
    robot: Robot, mira: Visitor, noor: Visitor
) -> None:
    secret = await robot.wire.said(row(button()), flags=V2 | 64)
    deleted = await robot.wire.said(row(button()))
    mira.discord.keeper.remove_message(deleted)
    for message in (secret, deleted):
        told = await noor.press(message, custom_id="go")
        assert told.refusal == (404, "This message is not there any more.")


async def test_a_message_is_pressed_in_its_own_channel(robot: Robot, mira: Visitor) -> None:
    message = await robot.wire.said(row(button()))
    data = {"custom_id": "go", "component_type": 2}
    elsewhere = str(mira.discord.world.art.id)
    told = await mira.act(3, data, channel_id=elsewhere, message_id=str(message.id))
    assert told.refusal == (404, "This message is not there any more.")


async def test_what_is_picked_reaches_the_bot(robot: Robot, mira: Visitor) -> None:
    message = await with_menu(robot, options=OPTIONS, max_values=2)
    await robot.hears()
    asking = mira.press(message, custom_id="menu", component_type=3, values=["a", "c"])
    heard, _ = await robot.answers(asking, 6)
    assert heard["data"]["values"] == ["a", "c"]
    assert "resolved" not in heard["data"]


@pytest.mark.parametrize(
    ("kind", "picked", "looked_up"),
    [
        (5, "moderator", "users"),
        (6, "guild", "roles"),
        (7, "moderator", "users"),
        (7, "guild", "roles"),
        (8, "art", "channels"),
    ],
)
async def test_people_and_places_are_picked_by_id(
    robot: Robot, mira: Visitor, kind: int, picked: str, looked_up: str
) -> None:
    message = await with_menu(robot, kind=kind)
    await robot.hears()
    wanted = str(getattr(mira.discord.world, picked).id)
    asking = mira.press(message, custom_id="menu", component_type=kind, values=[wanted])
    heard, _ = await robot.answers(asking, 6)
    assert heard["data"]["values"] == [wanted]
    assert list(heard["data"]["resolved"][looked_up]) == [wanted]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (None, "Pick: what is picked must be a list of text."),
        ("a", "Pick: what is picked must be a list of text."),
        ([1], "Pick: what is picked must be a list of text."),
        ([], "Pick: pick 1 to 2, each once."),
        (["a", "b", "c"], "Pick: pick 1 to 2, each once."),
        (["a", "a"], "Pick: pick 1 to 2, each once."),
        (["A"], "Pick: 'A' is not on offer."),
    ],
)
async def test_only_what_is_on_offer_is_picked(
    robot: Robot, mira: Visitor, values: object, words: str
) -> None:
    message = await with_menu(robot, options=OPTIONS, max_values=2)
    told = await mira.press(message, custom_id="menu", component_type=3, values=values)
    assert told.refusal == (400, words)


@pytest.mark.parametrize(
    ("kind", "picked"),
    [(5, "outsider"), (6, "member"), (7, "outsider"), (8, "mod_review"), (8, "category")],
)
async def test_strangers_and_hidden_places_are_not_picked(
    robot: Robot, mira: Visitor, kind: int, picked: str
) -> None:
    types = {"channel_types": [0]} if kind == 8 else {}
    message = await with_menu(robot, kind=kind, **types)
    wanted = str(getattr(mira.discord.world, picked).id)
    told = await mira.press(message, custom_id="menu", component_type=kind, values=[wanted])
    assert told.refusal == (400, f"Pick: {wanted!r} is not on offer.")
