"""What people type and read, as plain text for a terminal."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.playground.discord.component_kinds import Kind
from bot.playground.discord.components import texts_of
from bot.playground.discord.places import Channel, Role, User

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.discord.messages import Message, Picture, Version
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.typed_options import Value
    from bot.playground.discord.world import World

STAMP = re.compile(r"<t:(\d+):R>")
MOMENT = re.compile(r"<t:(\d+)(?::[tTdDfF])?>")
LINK = re.compile(r"\[([^\]]+)\]\(https?://[^)]+\)")
COMMAND = re.compile(r"<(/[^:>]+):\d+>")
MENTION = re.compile(r"<([@#])[!&]?(\d+)>")
MARKUP = re.compile(r"^```\n?|\*\*|`|[\u200b\u2060]|^-# ", re.MULTILINE)
ESCAPE = re.compile(r"\\([^\w\s])")


def typed_command(command: str, options: Mapping[str, Value]) -> str:
    """Return a command as it stands in Discord's input line."""
    return f"/{command} {typed_options(options)}".rstrip()


def typed_options(options: Mapping[str, Value]) -> str:
    """Return options as they stand there."""
    return " ".join(f"{name}:{_value(it)}" for name, it in options.items())


def _value(value: Value) -> str:
    match value:
        case Channel():
            return f"#{value.name}"
        case User() | Role():
            return f"@{value.name}"
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def lines_of(version: Version, world: World) -> list[str]:
    """Return a message's words without markup, line by line."""
    blocks = (*filter(None, [version.content]), *texts_of(version.components))
    return [line for block in blocks for line in _plain(block, version, world)]


def controls_of(message: Message) -> list[str]:
    """Return the buttons and selects of a message, row by row."""
    rows = (each["components"] for each in message.walk() if each["type"] == Kind.ACTION_ROW)
    return [" ".join(map(_control, row)) for row in rows]


def _control(component: Payload) -> str:
    is_button = component["type"] == Kind.BUTTON
    return f"[{component['label']}]" if is_button else f"[{component['placeholder']} ▾]"


def headline_of(version: Version, world: World) -> list[str]:
    """Return the lines of a message's first block."""
    return _plain(next(iter(texts_of(version.components)), version.content), version, world)


def _plain(text: str, version: Version, world: World) -> list[str]:
    text = STAMP.sub(lambda it: _seconds(int(it[1]) - version.made_at.timestamp()), text)
    text = MOMENT.sub(lambda it: f"{datetime.fromtimestamp(int(it[1]), UTC):%H:%M} UTC", text)
    text = COMMAND.sub(r"\1", LINK.sub(r"\1", text))
    text = MENTION.sub(lambda it: it[1] + _name(int(it[2]), world), text)
    return ESCAPE.sub(r"\1", MARKUP.sub("", text)).splitlines()


def _seconds(away: float) -> str:
    if abs(away) < 1:
        return "now"
    return f"in {round(away)} s" if away > 0 else f"{round(-away)} s ago"


def _name(found: int, world: World) -> str:
    named: User | Channel | Role | None = world.users.get(found)
    for guild in world.guilds.values():
        named = named or guild.channels.get(found) or guild.roles.get(found)
    return named.name.removeprefix("@") if named else str(found)


def picture_line(picture: Picture) -> str:
    """Return a posted file in a line: name, pixels, bytes, and what hides it."""
    width, height = picture.attachment.size_px or (0, 0)
    size = f"{len(picture.data) / 1000:.0f} kB"
    hidden = "  behind a spoiler" if picture.spoiler else ""
    return f"{picture.name:<28} {width:>4}×{height:<4} {size:>8}{hidden}"
