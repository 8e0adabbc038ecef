"""Permissions and options that name people and channels."""

from __future__ import annotations

import pytest

from bot.playground.discord.permissions import EVERYTHING, Permission, permissions_in
from bot.playground.discord.places import Overwrite
from bot.playground.discord.snowflakes import Snowflakes
from bot.playground.discord.typed_options import Value, command_data, mentioned, resolved, typed
from bot.playground.discord.world import World


@pytest.fixture
def world() -> World:
    return World(Snowflakes())


def test_roles_add_up(world: World) -> None:
    def may(user_id: int, permission: Permission) -> bool:
        return bool(permissions_in(world.guild, world.channel, user_id) & permission)

    assert may(world.moderator.id, Permission.MANAGE_MESSAGES)
    assert not may(world.moderator.id, Permission.MANAGE_GUILD)
    assert may(world.admin.id, Permission.MANAGE_GUILD)
    assert not may(world.member.id, Permission.MANAGE_GUILD)
    assert may(world.bot.id, Permission.ATTACH_FILES)


def test_the_owner_may_everything(world: World) -> None:
    owner = world.guild.owner_id
    assert permissions_in(world.guild, world.channel, owner) == EVERYTHING


def test_a_channel_denies_to_everyone_and_allows_to_one(world: World) -> None:
    send = int(Permission.SEND_MESSAGES)
    world.art.overwrites[world.guild.id] = Overwrite(0, deny=send)
    world.art.overwrites[world.member.id] = Overwrite(1, allow=send)
    assert permissions_in(world.guild, world.art, world.member.id) & send
    assert not permissions_in(world.guild, world.art, world.second_member.id) & send
    assert not permissions_in(world.guild, world.thread, world.second_member.id) & send


def test_exactly_the_given_permissions_are_left(world: World) -> None:
    world.permit_bot(world.channel, Permission.VIEW_CHANNEL)
    left = permissions_in(world.guild, world.channel, world.bot.id)
    assert left == Permission.VIEW_CHANNEL


def test_people_and_channels_are_resolved(world: World) -> None:
    values: dict[str, Value] = {"who": world.moderator, "where": world.thread, "n": 3}
    values |= {"gone": world.outsider, "other": world.second_member}
    found = resolved(world.guild, world.mod_review, world.member, values)["resolved"]
    who, where = str(world.moderator.id), str(world.thread.id)
    assert found["users"][who]["username"] == "sami"
    assert "user" not in found["members"][who]
    seen = {
        who: bool(int(it["permissions"]) & Permission.VIEW_CHANNEL)
        for who, it in found["members"].items()
    }
    assert seen == {who: True, str(world.second_member.id): False}
    assert str(world.outsider.id) in found["users"]
    assert found["channels"][where]["parent_id"] == str(world.art.id)


def test_what_texts_mention_is_looked_up_too(world: World) -> None:
    role = world.guild.members[world.moderator.id].roles[0]
    text = f"<@{world.member.id}> <@!{world.moderator.id}> <@&{role}> <#{world.mod_review.id}>"
    unknown = f"<@{world.outsider.id}> <@&1> <#2> <@x>"
    found = mentioned(world.guild, {"prompt": f"{text} {unknown}", "n": 3, "who": world.admin})
    assert list(found) == text.split()
    channels = resolved(world.guild, world.channel, world.member, found)["resolved"]["channels"]
    seen = int(channels[str(world.mod_review.id)]["permissions"]) & Permission.VIEW_CHANNEL
    assert not seen


def test_a_subcommand_wraps_its_options() -> None:
    threshold = {"type": 10, "name": "threshold"}
    tree = {"name": "set", "type": 1, "options": [threshold]}
    command = {"id": "1", "name": "policy", "options": [tree]}
    options = typed(command, ["set"], {"threshold": 70})
    assert options == [{"name": "threshold", "type": 10, "value": 70}]
    data = command_data(command, ["set"], options)
    assert data["options"] == [{"name": "set", "type": 1, "options": options}]
