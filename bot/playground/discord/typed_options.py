"""Filling in a command's options as a client does: by their registered types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.playground.discord.command_options import NESTED, SUBCOMMAND
from bot.playground.discord.commands import leaf
from bot.playground.discord.handed import Handed
from bot.playground.discord.permissions import permissions_in
from bot.playground.discord.place_payloads import (
    member_payload,
    resolved_channel,
    role_payload,
    user_payload,
)
from bot.playground.discord.places import Channel, Role, User

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Guild

_MENTION = re.compile(r"<(?:@!?(?P<member>\d{1,20})|@&(?P<role>\d{1,20})|#(?P<channel>\d{1,20}))>")

Value = str | int | float | bool | User | Channel | Role | Handed
"""What a person may put into an option."""


def command_data(command: Payload, path: list[str], options: list[Payload]) -> Payload:
    """Return the data of a command, with its subcommand path around the options."""
    for depth, name in reversed(list(enumerate(path))):
        kind = leaf(command, path[: depth + 1])["type"]
        options = [{"name": name, "type": kind or SUBCOMMAND, "options": options}]
    return {"id": command["id"], "name": command["name"], "type": 1, "options": options}


def spoken(data: Payload) -> str:
    """Return a command's name with its subcommand path, from the data of its interaction."""
    names = [data["name"]]
    inside = data.get("options")
    while inside and inside[0]["type"] in NESTED:
        names.append(inside[0]["name"])
        inside = inside[0].get("options")
    return " ".join(names)


def typed(command: Payload, path: list[str], values: Mapping[str, Value]) -> list[Payload]:
    """Return the options with their types; values out of range are sent as they are.

    Raises:
        LookupError: the command has no such option, so no client could send it.

    """
    known = {each["name"]: each["type"] for each in leaf(command, path)["options"]}
    if strangers := set(values) - set(known):
        msg = f"/{command['name']} {' '.join(path)} has no option {sorted(strangers)}"
        raise LookupError(msg)
    return [
        {"name": name, "type": known[name], "value": _sent(value)} for name, value in values.items()
    ]


def resolved(guild: Guild, channel: Channel, user: User, values: Mapping[str, Value]) -> Payload:
    """Return what Discord looks up for options that name channels, people, roles and files.

    Args:
        guild: Where they are known.
        channel: In which somebody acts: it tells what members may do there.
        user: Who acts.
        values: The options.

    """
    found: Payload = {}
    for value in values.values():
        if isinstance(value, Channel):
            channels = found.setdefault("channels", {})
            channels[str(value.id)] = resolved_channel(guild, value, user.id)
        elif isinstance(value, User):
            found.setdefault("users", {})[str(value.id)] = user_payload(value)
            if value.id in guild.members:  # who is no member is a user and nothing else
                rights = permissions_in(guild, channel, value.id)
                member = member_payload(guild.members[value.id]) | {"permissions": str(rights)}
                del member["user"]
                found.setdefault("members", {})[str(value.id)] = member
        elif isinstance(value, Handed):
            found.setdefault("attachments", {})[str(value.id)] = value.payload
        elif isinstance(value, Role):
            found.setdefault("roles", {})[str(value.id)] = role_payload(value, 1)
    return {"resolved": found} if found else {}


def mentioned(guild: Guild, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return what texts mention, by its id: Discord looks that up too, once a command is used."""
    found: dict[str, Value] = {}
    for text in values.values():
        if not isinstance(text, str):
            continue
        for mention in _MENTION.finditer(text):
            place, key = mention.lastgroup, int(mention[mention.lastgroup or 0])
            if place == "member" and key in guild.members:
                found[mention[0]] = guild.members[key].user
            elif place == "role" and key in guild.roles:
                found[mention[0]] = guild.roles[key]
            elif place == "channel" and key in guild.channels:
                found[mention[0]] = guild.channels[key]
    return found


def _sent(value: Value) -> str | float:
    return str(value.id) if isinstance(value, User | Channel | Role | Handed) else value
