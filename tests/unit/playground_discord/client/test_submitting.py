"""Modals: opened by an act, filled in and submitted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.discord.client.fields import checked_fields
from bot.playground.discord.client.people import Person
from bot.playground.discord.client.submitting import MOST_OPEN
from bot.playground.discord.modals import check_modal
from bot.playground.discord.refusals import RefusalError
from bot.playground.discord.snowflakes import Snowflakes
from bot.playground.discord.world import World
from tests.tables import each_row
from tests.unit.playground_discord.client.visitor import Visitor, option
from tests.unit.playground_discord.tiny_bot import running
from tests.unit.playground_discord.wire import DRAW, button, row

if TYPE_CHECKING:
    from bot.playground.discord import DiscordStandIn
    from tests.unit.playground_discord.client.robot import Robot
    from tests.unit.playground_discord.client.visitor import Told

NOT_OPEN = (404, "This form is not open any more.")
LETTERS = [{"label": each.upper(), "value": each} for each in "abc"]


def label(kind: int, **field: object) -> dict[str, Any]:
    inside = {"type": kind, "custom_id": "it", **field}
    return {"type": 18, "label": "Field", "component": inside}


def modal(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"custom_id": "form", "title": "Form", "components": list(fields)}


FORM = modal(label(4, style=1, value="a fox"), {"type": 10, "content": "words"})


async def submit(visitor: Visitor, interaction_id: object, values: object) -> Told:
    form = {"type": 5, "interaction_id": interaction_id, "data": {"values": values}}
    return await visitor.post("/client/interactions", form)


async def opened(robot: Robot, visitor: Visitor, shape: dict[str, Any] = FORM) -> str:
    robot.wire.discord.commands.overwrite(0, [DRAW])
    _, told = await robot.answers(visitor.use("draw"), 9, shape)
    assert (told.body["answer"], told.body["modal"]) == (9, shape)
    return str(told.body["interaction_id"])


async def test_a_modal_is_submitted_once(robot: Robot, mira: Visitor) -> None:
    form = await opened(robot, mira)
    asking = submit(mira, form, {"it": "a wolf"})
    heard, told = await robot.answers(asking, 4, {"content": "thanks"})
    assert heard["type"] == 5
    assert heard["data"]["custom_id"] == "form"
    assert heard["data"]["components"][0]["component"]["value"] == "a wolf"
    assert told.body["answer"] == 4
    assert (await submit(mira, form, {})).refusal == NOT_OPEN


async def test_what_is_left_out_keeps_what_stood_there(robot: Robot, mira: Visitor) -> None:
    form = await opened(robot, mira)
    heard, _ = await robot.answers(submit(mira, form, {}), 4, {"content": "thanks"})
    assert heard["data"]["components"][0]["component"]["value"] == "a fox"


async def test_a_modal_that_nobody_answered_can_be_sent_again(robot: Robot, mira: Visitor) -> None:
    form = await opened(robot, mira)
    mira.discord.interactions.ack_window = 0.05
    assert (await submit(mira, form, {})).body["answer"] is None
    await robot.hears()
    mira.discord.interactions.ack_window = 3.0
    _, told = await robot.answers(submit(mira, form, {}), 4, {"content": "thanks"})
    assert told.body["answer"] == 4


async def test_a_modal_is_for_whom_it_opened(robot: Robot, mira: Visitor, noor: Visitor) -> None:
    form = await opened(robot, mira)
    assert (await submit(noor, form, {})).refusal == NOT_OPEN


@pytest.mark.parametrize("interaction_id", ["1", "x", None, 5])
async def test_what_was_never_opened_is_not_submitted(
    mira: Visitor, interaction_id: object
) -> None:
    assert (await submit(mira, interaction_id, {})).refusal == NOT_OPEN


async def test_the_oldest_of_very_many_open_modals_is_forgotten(
    robot: Robot, mira: Visitor
) -> None:
    mira.discord.limits.enabled = False
    first = await opened(robot, mira)
    second, *_ = [await opened(robot, mira) for _ in range(MOST_OPEN)]
    assert (await submit(mira, first, {})).refusal == NOT_OPEN
    told = await submit(mira, second, {"it": ""})
    assert told.refusal == (400, "Field: must have 1 to 4000 characters.")


async def test_whom_a_field_names_is_looked_up(robot: Robot, mira: Visitor) -> None:
    form = await opened(robot, mira, modal(label(5)))
    wanted = str(mira.discord.world.moderator.id)
    asking = submit(mira, form, {"it": [wanted]})
    heard, _ = await robot.answers(asking, 4, {"content": "thanks"})
    assert heard["data"]["components"][0]["component"]["values"] == [wanted]
    assert list(heard["data"]["resolved"]["users"]) == [wanted]


async def test_a_modal_of_a_button_knows_its_message(robot: Robot, mira: Visitor) -> None:
    message = await robot.wire.said(row(button()))
    await robot.hears()
    _, told = await robot.answers(mira.press(message, custom_id="go"), 9, FORM)
    asking = submit(mira, told.body["interaction_id"], {})
    heard, _ = await robot.answers(asking, 6)
    assert heard["message"]["id"] == str(message.id)


@each_row(
    "field, given, submitted",
    [
        (label(4, style=1), "x", "x"),
        (label(4, style=1, required=False, min_length=5), "", ""),
        (label(3, options=LETTERS), ["b"], ["b"]),
        (label(3, options=LETTERS, required=False, min_values=2, max_values=3), [], []),
        (label(21, options=LETTERS), "c", "c"),
        (label(21, options=LETTERS, required=False), None, None),
        (label(22, options=LETTERS), ["a", "b"], ["a", "b"]),
        (label(22, options=LETTERS, required=False), [], []),
        (label(23), False, False),
        (label(19, required=False), [], []),
    ],
)
def test_a_good_field_is_taken(field: dict[str, Any], given: object, submitted: object) -> None:
    world = World(Snowflakes())
    check_modal(modal(field))
    values, _ = checked_fields(Person(world.member, world), modal(field), {"it": given})
    assert values == {"it": submitted}


@each_row(
    "field, given, words",
    [
        (label(4, style=1), "", "Field: must have 1 to 4000 characters."),
        (label(4, style=1, max_length=5), "x" * 6, "Field: must have 1 to 5 characters."),
        (label(4, style=1, min_length=2), "x", "Field: must have 2 to 4000 characters."),
        (label(4, style=1), None, "Field: must have 1 to 4000 characters."),
        (label(4, style=1), ["x"], "Field: must have 1 to 4000 characters."),
        (label(3, options=LETTERS), [], "Field: pick 1, each once."),
        (label(3, options=LETTERS), ["d"], "Field: 'd' is not on offer."),
        (label(3, options=LETTERS, required=False), ["a", "b"], "Field: pick 1, each once."),
        (label(5), ["1"], "Field: '1' is not on offer."),
        (label(21, options=LETTERS), None, "Field: pick one of those on offer."),
        (label(21, options=LETTERS), "d", "Field: pick one of those on offer."),
        (label(22, options=LETTERS), [], "Field: pick 1 to 3."),
        (label(22, options=LETTERS, max_values=1), ["a", "b"], "Field: pick 1 to 1."),
        (label(22, options=LETTERS), ["a", "a"], "Field: pick from those on offer."),
        (label(22, options=LETTERS), ["d"], "Field: pick from those on offer."),
        (label(22, options=LETTERS), "a", "Field: pick from those on offer."),
        (label(23), "yes", "Field: must be true or false."),
        (label(19), [], "Field: files cannot be sent from here."),
        (label(19, required=False), ["1"], "Field: files cannot be sent from here."),
        (label(4, style=1, custom_id="other"), "x", "There is no field 'it'."),
    ],
)
def test_a_bad_field_is_refused(field: dict[str, Any], given: object, words: str) -> None:
    world = World(Snowflakes())
    with pytest.raises(RefusalError) as refused:
        checked_fields(Person(world.member, world), modal(field), {"it": given})
    assert (refused.value.status, refused.value.message) == (400, words)


@each_row(
    "field, standing",
    [
        (label(4, style=1, value="x"), "x"),
        (label(23, default=True), True),
        (label(23), False),
        (label(21, options=[{**LETTERS[0], "default": True}]), "a"),
        (label(22, options=[{**LETTERS[0], "default": True}]), ["a"]),
        (label(3, options=[{**LETTERS[0], "default": True}]), ["a"]),
    ],
)
def test_an_untouched_field_keeps_what_stands_there(
    field: dict[str, Any], standing: object
) -> None:
    world = World(Snowflakes())
    values, _ = checked_fields(Person(world.member, world), modal(field), {})
    assert values == {"it": standing}


async def test_a_true_bot_completes_opens_and_reads(discord: DiscordStandIn, mira: Visitor) -> None:
    async with running(discord):
        draw = discord.commands.find("draw", 0)
        typed = [option(3, "prompt", "x"), option(3, "model", "dream") | {"focused": True}]
        offered = await mira.act(4, {"id": draw["id"], "options": typed})
        assert [it["value"] for it in offered.body["choices"]] == ["dreamshaper", "dreamlike"]
        drawn = await mira.use("draw", option(3, "prompt", "a fox"))
        assert drawn.body["answer"] == 4
        message = next(discord.interactions.newest_first()).original
        assert message is not None
        await discord.until(lambda: message.is_final, timeout=5)
        form = await mira.press(message, custom_id="tiny:edit:j1")
        assert form.body["modal"]["title"] == "Edit"
        done = await submit(mira, form.body["interaction_id"], {"prompt": "a wolf"})
        assert done.body["answer"] == 4
        shown = (await mira.history(discord.world.channel)).body["messages"][-1]
        assert shown["content"] == "Got a wolf"
