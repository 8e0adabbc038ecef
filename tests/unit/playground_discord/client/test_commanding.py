"""Using commands: rights, options and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.discord import Permission
from bot.playground.discord.places import Overwrite
from tests.unit.playground_discord.client.visitor import option

if TYPE_CHECKING:
    from bot.playground.discord import DiscordStandIn
    from tests.unit.playground_discord.client.robot import Robot
    from tests.unit.playground_discord.client.visitor import Visitor


def named(name: str, kind: int, **rest: object) -> dict[str, Any]:
    return {"name": name, "description": "x", "type": kind, **rest}


PROMPT = named("prompt", 3, required=True, max_length=10)
SIZE = named("size", 3, choices=[{"name": "Small", "value": "s"}, {"name": "Big", "value": "b"}])
DRAW = named(
    "draw",
    1,
    options=[
        PROMPT,
        named("steps", 4, min_value=1, max_value=100),
        named("guidance", 10, min_value=1.5, max_value=30),
        named("hires", 5),
        SIZE,
        named("who", 6),
        named("where", 7, channel_types=[0]),
        named("role", 8),
        named("either", 9),
        named("picture", 11),
        named("model", 3, autocomplete=True),
        named("seed", 4, min_value=0),
        named("images", 4, max_value=4),
    ],
)
SHOW = named("show", 1, options=[named("channel", 7)])
POLICY = named("policy", 1, options=[SHOW, named("set", 1, options=[])])
KEPT = named("kept", 1, default_member_permissions=str(int(Permission.MANAGE_MESSAGES)))
CLOSED = named("closed", 1, default_member_permissions="0")
ADULT = named("adult", 1, nsfw=True)
REPORT = {"name": "Report", "type": 3}
GREET = {"name": "Greet", "type": 2}
FOX = option(3, "prompt", "a fox")
HIRES = option(5, "hires", None)
STEPS = option(4, "steps", None)


@pytest.fixture(autouse=True)
def registered(discord: DiscordStandIn) -> None:
    discord.commands.overwrite(0, [DRAW, POLICY, KEPT, CLOSED, ADULT, REPORT, GREET])


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
        ([FOX, option(11, "picture", "1")], "picture: files cannot be sent from here."),
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
