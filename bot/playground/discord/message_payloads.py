"""Messages as Discord answers them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.playground.discord.attachments import IS_SPOILER
from bot.playground.discord.messages import COMPONENTS_V2
from bot.playground.discord.place_payloads import user_payload
from bot.playground.discord.snowflakes import created_ms

if TYPE_CHECKING:
    from bot.playground.discord.attachments import Attachment, Link
    from bot.playground.discord.messages import Message
    from bot.playground.discord.payload import Payload


def message_payload(message: Message, link: Link, *, readable: bool = True) -> Payload:
    """Return a message object.

    Attachments of a Components V2 message are not listed: its components show them.

    Args:
        message: What to write.
        link: Where an attachment can be fetched.
        readable: False for somebody else's words, which a bot without the message content
            intent gets empty.

    """
    now = message.now
    listed = () if now.flags & COMPONENTS_V2 or not readable else now.attachments
    created = datetime.fromtimestamp(created_ms(message.id) / 1000, UTC)
    edited = now.made_at.isoformat(timespec="microseconds") if len(message.versions) > 1 else None
    return {
        "id": str(message.id),
        "channel_id": str(message.channel_id),
        "type": _kind(message),
        "author": user_payload(message.author),
        "content": now.content if readable else "",
        "embeds": list(now.embeds) if readable else [],
        "components": list(now.components) if readable else [],
        "attachments": [attachment_payload(each, link) for each in listed],
        "flags": now.flags,
        "timestamp": created.isoformat(),
        "edited_timestamp": edited,
        "tts": False,
        "pinned": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
    } | _origin(message)


def _kind(message: Message) -> int:
    command, answer_to_command = 2, 20
    asked = message.interaction
    return answer_to_command if asked and asked["type"] == command else 0


def _origin(message: Message) -> Payload:
    if message.interaction is None:
        return {}
    return {
        "interaction_metadata": message.interaction,
        "application_id": str(message.author.id),
        "webhook_id": str(message.author.id),
    }


def attachment_payload(attachment: Attachment, link: Link) -> Payload:
    """Return an attachment object."""
    width, height = attachment.size_px or (None, None)
    return {
        "id": str(attachment.id),
        "filename": attachment.name,
        "description": attachment.description,
        "content_type": attachment.content_type,
        "size": len(attachment.data),
        "url": link(attachment),
        "proxy_url": link(attachment),
        "width": width,
        "height": height,
        "flags": IS_SPOILER if attachment.spoiler else 0,
    }
