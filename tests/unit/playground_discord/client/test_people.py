"""Who one can be, and what each sees of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord import DiscordStandIn, Permission
from bot.playground.discord.client.people import Person
from bot.playground.discord.client.rooms import rooms
from bot.playground.discord.places import CATEGORY, Overwrite
from bot.playground.discord.snowflakes import Snowflakes
from bot.playground.discord.world import World
from tests.tables import each_row
from tests.unit.playground_discord.wire import DRAW

if TYPE_CHECKING:
    from tests.unit.playground_discord.client.robot import Robot
    from tests.unit.playground_discord.client.visitor import Visitor

OPEN_TO_ALL = ["rooms", "general", "art", "fox-studies", "late-night"]


async def test_one_can_be_everybody_but_the_bot_and_the_owner(mira: Visitor) -> None:
    people = (await mira.get("/client/people")).body["people"]
    assert [(each["name"], each["role"]) for each in people] == [
        ("mira", "member"),
        ("noor", "member"),
        ("sami", "moderator"),
        ("ada", "administrator"),
        ("otto", "from outside"),
    ]
    assert people[0]["id"] == str(mira.user.id)


async def test_nobody_can_be_somebody_else(discord: DiscordStandIn, mira: Visitor) -> None:
    for stranger in (discord.world.bot.id, discord.world.guild.owner_id, "", "x", "9" * 30):
        told = await mira.get("/client/live", **{"as": stranger})
        assert told.refusal == (404, "There is nobody here with that id.")


@each_row(
    "name, channels",
    [
        ("member", OPEN_TO_ALL),
        ("moderator", [*OPEN_TO_ALL, "mod-review"]),
        ("admin", [*OPEN_TO_ALL, "mod-review"]),
        ("outsider", []),
    ],
)
def test_each_sees_what_the_roles_allow(name: str, channels: list[str]) -> None:
    world = World(Snowflakes())
    shown = rooms(Person(getattr(world, name), world))
    assert [each["name"] for each in shown] == channels


def test_what_is_in_no_category_comes_first_and_an_empty_category_not_at_all() -> None:
    world = World(Snowflakes())
    world.add_channel(world.guild, "empty", kind=CATEGORY)
    world.add_channel(world.guild, "lobby")
    shown = rooms(Person(world.member, world))
    assert [each["name"] for each in shown] == ["lobby", *OPEN_TO_ALL]


def test_a_thread_is_hidden_and_age_restricted_with_its_parent() -> None:
    world = World(Snowflakes())
    world.art.nsfw = True
    mira = Person(world.member, world)
    assert [each["nsfw"] for each in rooms(mira) if each["name"] == "fox-studies"] == [True]
    world.art.overwrites[world.guild.id] = Overwrite(0, deny=Permission.VIEW_CHANNEL)
    assert not {"art", "fox-studies"} & {each["name"] for each in rooms(mira)}


async def test_a_client_is_told_of_its_world_first(robot: Robot, mira: Visitor) -> None:
    mira.discord.commands.overwrite(0, [DRAW])
    world = mira.discord.world
    async with mira.live() as live:
        ready = await live.next("ready")
    assert ready["you"] == {"id": str(world.member.id), "name": "mira", "role": "member"}
    assert ready["bot"] == {"id": str(world.bot.id), "name": "Darkroom"}
    assert (ready["origin"], ready["open_to"]) == (mira.discord.origin, "")
    assert ready["guild"] == {"id": str(world.guild.id), "name": "The Studio"}
    assert ready["listening"] is True
    assert [each["name"] for each in ready["commands"]] == ["draw"]
    assert ready["commands"][0]["id"].isdecimal()
    assert ready["users"][str(world.second_member.id)] == "noor"
    assert str(world.outsider.id) not in ready["users"]
    roles = ["@everyone", "Admin", "Darkroom", "Moderator"]
    assert sorted(ready["roles"].values(), key=str.casefold) == roles
    rights = {each["name"]: int(each["permissions"]) for each in ready["channels"]}
    assert rights["general"] & Permission.SEND_MESSAGES
    assert not rights["general"] & Permission.MANAGE_MESSAGES


async def test_somebody_from_outside_is_told_nothing(otto: Visitor) -> None:
    otto.discord.commands.overwrite(0, [DRAW])
    async with otto.live() as live:
        ready = await live.next("ready")
    assert ready["guild"] is None
    assert (ready["channels"], ready["commands"]) == ([], [])
    assert ready["users"] == ready["roles"] == {}
    told = await otto.history(otto.discord.world.channel)
    assert told.refusal == (403, "You may not view this channel.")


async def test_a_stand_in_open_to_others_says_so(mira: Visitor) -> None:
    async with DiscordStandIn(host="0.0.0.0") as discord:  # noqa: S104 - that is the question
        local = f"http://127.0.0.1:{discord.origin.rsplit(':', 1)[1]}"
        url = f"{local}/client/live?as={discord.world.member.id}"
        async with mira.http.ws_connect(url) as socket:
            assert (await socket.receive_json(timeout=5))["d"]["open_to"] == "0.0.0.0"  # noqa: S104 - as above
