"""A message as a client shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.message_payloads import message_payload
from bot.playground.discord.messages import LOADING

if TYPE_CHECKING:
    from bot.playground.discord.messages import Message
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.registry import MessageRegistry


def seen(message: Message, registry: MessageRegistry) -> Payload:
    """Return Discord's message object, with what a client knows besides.

    ``revision`` counts the versions. What takes the place of "thinking…" is no edit.
    """
    said = [each for each in message.versions if not each.flags & LOADING]
    return message_payload(message, registry.link_in(message.channel_id)) | {
        "revision": len(message.versions),
        "loading": message.is_loading,
        "ephemeral": message.ephemeral,
        "used": _used(message),
        "edited": len(said) > 1,
    }


def _used(message: Message) -> Payload | None:
    user = message.invoker
    if user is None:
        return None
    return {"user": {"id": str(user.id), "name": user.name}, "command": message.command or None}
