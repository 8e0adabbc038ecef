"""Using commands: rights, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.discord import Permission
from bot.playground.discord.places import Overwrite
from tests.unit.playground_discord.client.commands import ALL, FOX, HIRES
from tests.unit.playground_discord.client.visitor import option

if TYPE_CHECKING:
    from bot.playground.discord import DiscordStandIn
    from tests.unit.playground_discord.client.robot import Robot
    from tests.unit.playground_discord.client.visitor import Visitor


@pytest.fixture(autouse=True)
def registered(discord: DiscordStandIn) -> None:
    discord.commands.overwrite(0, ALL)


async def test_the_bot_hears_the_options_and_the_client_its_answer(
    robot: Robot, mira: Visitor
) -> None:
    world = mira.discord.world
    options = [
        FOX,
        option(4, "steps", 20),
        option(10, "guidance", 7),
        HIRES | {"value": False},
        option(3, "size", "b"),
        option(6, "who", str(world.moderator.id)),
        option(7, "where", str(world.art.id)),
        option(8, "role", str(world.guild.id)),
        option(9, "either", str(world.member.id)),
    ]
    asking = mira.use("draw", *options)
    heard, told = await robot.answers(asking, 4, {"content": "done"})
    assert heard["type"] == 2
    assert heard["data"]["options"] == options
    assert heard["member"]["user"]["username"] == "mira"
    resolved = heard["data"]["resolved"]
    assert set(resolved["users"]) == {str(world.moderator.id), str(world.member.id)}
    assert resolved["channels"][str(world.art.id)]["name"] == "art"
    assert resolved["roles"][str(world.guild.id)]["name"] == "@everyone"
    assert told.body == {
        "interaction_id": heard["id"],
        "answer": 4,
        "modal": None,
        "choices": None,
    }
    (shown,) = (await mira.history(world.channel)).body["messages"]
    assert (shown["content"], shown["used"]["command"]) == ("done", "draw")


async def test_a_subcommand_is_named_by_its_path(robot: Robot, mira: Visitor) -> None:
    world = mira.discord.world
    inside = [option(7, "channel", str(world.thread.id))]
    asking = mira.use(
        "policy", {"type": 1, "name": "show", "options": inside}, channel=world.thread
    )
    heard, _ = await robot.answers(asking, 4, {"content": "rules"})
    assert heard["data"]["options"] == [{"type": 1, "name": "show", "options": inside}]
    (shown,) = (await mira.history(world.thread)).body["messages"]
    assert shown["used"]["command"] == "policy show"


async def test_a_subcommand_without_options_needs_no_list_of_them(
    robot: Robot, mira: Visitor
) -> None:
    asking = mira.use("policy", {"type": 1, "name": "set"})
    heard, _ = await robot.answers(asking, 4, {"content": "done"})
    assert heard["data"]["options"] == [{"type": 1, "name": "set", "options": []}]


async def test_a_message_command_brings_its_message(robot: Robot, mira: Visitor) -> None:
    message = mira.discord.say("look", user=mira.discord.world.moderator)
    registered = mira.discord.commands.find("Report", 0, kind=3)
    data = {"id": registered["id"], "target_id": str(message.id)}
    heard, told = await robot.answers(mira.act(2, data), 4, {"content": "thanks", "flags": 64})
    assert heard["data"]["target_id"] == str(message.id)
    assert str(message.id) in heard["data"]["resolved"]["messages"]
    assert told.body["answer"] == 4


@pytest.mark.parametrize(
    ("command", "who", "allowed"),
    [
        ("kept", "member", False),
        ("kept", "moderator", True),
        ("kept", "admin", True),
        ("closed", "member", False),
        ("closed", "moderator", False),
        ("closed", "admin", True),
        ("adult", "admin", False),
    ],
)
async def test_a_command_is_for_whom_it_says(
    mira: Visitor, command: str, who: str, *, allowed: bool
) -> None:
    told = await mira.become(who).use(command)
    assert told.status == (200 if allowed else 403)


@pytest.mark.parametrize("where", ["adult_channel", "adult_thread"])
async def test_an_adult_command_is_used_in_an_adult_place(mira: Visitor, where: str) -> None:
    world = mira.discord.world
    thread = world.add_channel(world.guild, "later", kind=11, parent=world.adult_channel)
    place = thread if where == "adult_thread" else world.adult_channel
    assert (await mira.use("adult", channel=place)).status == 200


async def test_using_commands_is_a_right_in_each_channel(mira: Visitor) -> None:
    world = mira.discord.world
    deny = int(Permission.USE_APPLICATION_COMMANDS)
    world.art.overwrites[world.guild.id] = Overwrite(0, deny=deny)
    for place in (world.art, world.thread):
        told = await mira.use("draw", FOX, channel=place)
        assert told.refusal == (403, "You may not use commands in this channel.")
    assert (await mira.use("draw", FOX, channel=world.channel)).status == 200


@pytest.mark.parametrize(("who", "place"), [("member", "mod_review"), ("outsider", "channel")])
async def test_nobody_acts_where_they_cannot_look(mira: Visitor, who: str, place: str) -> None:
    channel = getattr(mira.discord.world, place)
    told = await mira.become(who).use("draw", FOX, channel=channel)
    assert told.refusal == (403, "You may not view this channel.")


async def test_without_a_bot_there_is_no_answer_and_no_wait(mira: Visitor) -> None:
    mira.discord.interactions.ack_window = 60.0
    told = await mira.use("draw", FOX)
    assert (told.status, told.body["answer"]) == (200, None)
    assert list(mira.discord.interactions.newest_first()) == []


async def test_a_silent_bot_is_waited_for_and_no_longer(robot: Robot, mira: Visitor) -> None:
    mira.discord.interactions.ack_window = 0.05
    told = await mira.use("draw", FOX)
    heard = await robot.hears()
    assert (told.body["interaction_id"], told.body["answer"]) == (heard["id"], None)


async def test_a_bot_that_was_thrown_out_is_not_listening(robot: Robot, mira: Visitor) -> None:
    await mira.discord.keeper.remove_guild(mira.discord.world.guild)
    async with mira.live() as live:
        ready = await live.next("ready")
    assert (ready["listening"], ready["commands"]) == (False, [])
    assert (await mira.use("draw", FOX)).status == 404


async def test_what_is_typed_is_completed_by_the_bot(robot: Robot, mira: Visitor) -> None:
    typed = option(3, "model", "dre") | {"focused": True}
    data = {"id": mira.discord.commands.find("draw", 0)["id"]}
    options = [option(3, "prompt", ""), option(4, "steps", 5), typed]
    asking = mira.act(4, data | {"options": options})
    choices = [{"name": "Dream", "value": "dream"}]
    heard, told = await robot.answers(asking, 8, {"choices": choices})
    assert heard["type"] == 4
    assert heard["data"]["options"] == options[1:]
    assert (told.body["answer"], told.body["choices"]) == (8, choices)
