"""The words of the commands in every language, found once for all bots of a process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.client.command_sync import CommandSync

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.client.command_sync import Payload


def remembering() -> Callable[[CommandSync], Awaitable[Payload]]:
    """Return what finds a bot's commands as ``CommandSync`` does, if nobody has found them yet.

    discord.py asks for each of 500 words in 31 languages, which is a third of a start. Commands
    that say the same in English say the same in all.
    """
    translated = CommandSync._payload
    known: dict[str, Payload] = {}

    async def payload(sync: CommandSync) -> Payload:
        tree = sync._bot.tree
        english = json.dumps([command.to_dict(tree) for command in tree.get_commands()])
        if english not in known:
            known[english] = await translated(sync)
        return known[english]

    return payload
