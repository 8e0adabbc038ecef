"""What Discord would refuse of a command is refused, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.discord import Permission
from bot.playground.discord.places import Overwrite
from tests.unit.playground_discord.client.commands import ALL, FOX, STEPS
from tests.unit.playground_discord.client.visitor import option

if TYPE_CHECKING:
    from bot.playground.discord import DiscordStandIn
    from tests.unit.playground_discord.client.robot import Robot
    from tests.unit.playground_discord.client.visitor import Visitor


@pytest.fixture(autouse=True)
def registered(discord: DiscordStandIn) -> None:
    discord.commands.overwrite(0, ALL)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "prompt: is required."),
        ([option(3, "prompt", "")], "prompt: must have 1 to 10 characters."),
        ([option(3, "prompt", "x" * 11)], "prompt: must have 1 to 10 characters."),
        ([option(3, "prompt", 5)], "prompt: must have 1 to 10 characters."),
        ([option(3, "prompt", None)], "prompt: must have 1 to 10 characters."),
        ([option(4, "prompt", 5)], "prompt: must be of type 3."),
        ([FOX, FOX], "prompt: is there twice."),
        ([FOX, option(4, "steps", 0)], "steps: must be a whole number from 1 to 100."),
        ([FOX, option(4, "steps", 101)], "steps: must be a whole number from 1 to 100."),
        ([FOX, option(4, "steps", 1.5)], "steps: must be a whole number from 1 to 100."),
        ([FOX, STEPS | {"value": True}], "steps: must be a whole number from 1 to 100."),
        ([FOX, option(4, "steps", "5")], "steps: must be a whole number from 1 to 100."),
        ([FOX, option(4, "seed", 10**400)], "seed: must be a whole number of at least 0."),
        ([FOX, option(4, "images", 5)], "images: must be a whole number of at most 4."),
        ([FOX, option(10, "guidance", 1.4)], "guidance: must be a number from 1.5 to 30."),
        ([FOX, option(10, "guidance", float("nan"))], "guidance: must be a number from 1.5 to 30."),
        ([FOX, option(10, "guidance", float("inf"))], "guidance: must be a number from 1.5 to 30."),
        ([FOX, option(5, "hires", 1)], "hires: must be true or false."),
        ([FOX, option(3, "size", "Big")], "size: must be one of Small, Big."),
        ([FOX, option(6, "who", "1")], "who: must be somebody on this server."),
        ([FOX, option(6, "who", 1)], "who: must be somebody on this server."),
        ([FOX, option(8, "role", "1")], "role: must be a role of this server."),
        (
            [FOX, option(9, "either", "1")],
            "either: must be somebody on this server or one of its roles.",
        ),
        (
            [FOX, option(7, "where", "1")],
            "where: must be a channel that you can see and that is of the right kind.",
        ),
        ([FOX, option(11, "picture", "1")], "picture: must be a file that you uploaded."),
        ([FOX, {"name": ["x"]}], "There is no option ['x']; there are: prompt, "),
        ([FOX, option(3, "style", "x")], "There is no option 'style'; there are: prompt, "),
    ],
)
async def test_an_option_that_discord_would_refuse_is_refused(
    robot: Robot, mira: Visitor, options: list[dict[str, Any]], words: str
) -> None:
    status, told = (await mira.use("draw", *options)).refusal
    assert (status, told[: len(words)]) == (400, words)


@pytest.mark.parametrize(
    "hidden", ["thread", "adult_channel", "mod_review", "category", "outsider"]
)
async def test_only_channels_in_sight_and_of_the_right_type_are_taken(
    robot: Robot, mira: Visitor, hidden: str
) -> None:
    world = mira.discord.world
    world.adult_channel.overwrites[mira.user.id] = Overwrite(1, deny=Permission.VIEW_CHANNEL)
    where = option(7, "where", str(getattr(world, hidden).id))
    assert (await mira.use("draw", FOX, where)).refusal[0] == 400


@pytest.mark.parametrize(
    "options",
    [
        [],
        [{"name": "show", "type": 2}],
        [{"name": "drop", "type": 1}],
        [{"name": "show", "type": 1}, {"name": "set", "type": 1}],
        [option(3, "show", "x")],
    ],
)
async def test_a_subcommand_must_be_chosen(
    robot: Robot, mira: Visitor, options: list[dict[str, Any]]
) -> None:
    told = await mira.use("policy", *options)
    assert told.refusal == (400, "/policy: choose one of show, set.")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"channel_id": "1"}, 404),
        ({"channel_id": 5}, 404),
        ({"data": {"id": "1"}}, 404),
        ({"data": {}}, 404),
        ({"data": None}, 400),
        ({"data": {"id": "draw", "options": "x"}}, 400),
        ({"data": {"id": "draw", "options": [1]}}, 400),
        ({"data": {"id": "Greet", "target_id": "1"}}, 400),
        ({"data": {"id": "Report", "target_id": "1"}}, 404),
        ({"data": {"id": "Report"}}, 404),
        ({"type": 1}, 400),
        ({"type": None}, 400),
        ({"type": [2]}, 400),
    ],
)
async def test_a_malformed_act_is_refused(
    mira: Visitor, changes: dict[str, Any], status: int
) -> None:
    ids = {each["name"]: each["id"] for each in mira.discord.commands.all()}
    form: dict[str, Any] = {"channel_id": str(mira.discord.world.channel.id), "type": 2}
    form |= {"data": {"id": ids["draw"], "options": [FOX]}} | changes
    data = form["data"]
    if isinstance(data, dict) and "id" in data:
        form["data"] = data | {"id": ids.get(data["id"], data["id"])}
    assert (await mira.post("/client/interactions", form)).status == status


async def test_a_message_command_needs_a_message_in_sight(
    robot: Robot, mira: Visitor, noor: Visitor
) -> None:
    secret = await robot.wire.said(flags=1 << 15 | 64)
    elsewhere = mira.discord.say("x", channel=mira.discord.world.art)
    registered = mira.discord.commands.find("Report", 0, kind=3)
    for message in (secret, elsewhere):
        data = {"id": registered["id"], "target_id": str(message.id)}
        told = await noor.act(2, data)
        assert told.refusal == (404, "This message is not there any more.")


@pytest.mark.parametrize(
    "options",
    [
        [],
        [option(3, "model", "x")],
        [option(3, "prompt", "x") | {"focused": True}],
        [option(3, "model", 5) | {"focused": True}],
        [option(3, "style", "x") | {"focused": True}],
        [option(3, "model", "x") | {"focused": 1}],
    ],
)
async def test_only_an_option_that_completes_itself_is_completed(
    mira: Visitor, options: list[dict[str, Any]]
) -> None:
    data = {"id": mira.discord.commands.find("draw", 0)["id"], "options": options}
    assert (await mira.act(4, data)).status == 400
