"""The words of the commands in every language, found once for all bots of a process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.client import command_sync
from bot.client.command_sync import CommandSync

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import pytest

    from bot.client.command_sync import Payload


def translate_once(patch: pytest.MonkeyPatch) -> None:
    """Let what a bot's commands say, and its digest, be found for the first bot that has them.

    discord.py asks for each of 500 words in 31 languages, which is a third of a start, and they are
    a megabyte of JSON. Commands that say the same in English say the same in all.
    """
    patch.setattr(CommandSync, "_payload", _remembering())
    patch.setattr(command_sync, "digest_of", _digests())


def _remembering() -> Callable[[CommandSync], Awaitable[Payload]]:
    translated = CommandSync._payload
    known: dict[str, Payload] = {}

    async def payload(sync: CommandSync) -> Payload:
        tree = sync._bot.tree
        english = json.dumps([command.to_dict(tree) for command in tree.get_commands()])
        if english not in known:
            known[english] = await translated(sync)
        return known[english]

    return payload


def _digests() -> Callable[[int | None, Payload], str]:
    found = command_sync.digest_of
    known: dict[tuple[int | None, int], tuple[Payload, str]] = {}

    def digest_of(application_id: int | None, sent: Payload) -> str:
        # By what is kept, so that nothing else can come to have its id.
        key = application_id, id(sent)
        if key not in known:
            known[key] = sent, found(application_id, sent)
        return known[key][1]

    return digest_of
