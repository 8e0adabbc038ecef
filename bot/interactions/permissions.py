"""What the bot must be allowed to do where it is to post images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import RefusedError
from bot.texts.permissions import PERMISSIONS
from bot.texts.text import text

if TYPE_CHECKING:
    import discord

    from bot.texts.text import Text

_ALWAYS = ("view_channel", "embed_links", "attach_files")
_IN_CHANNEL = "send_messages"
_IN_THREAD = "send_messages_in_threads"


def missing_permissions(allowed: discord.Permissions, *, is_thread: bool) -> list[Text]:
    """Return what the bot lacks, in the words of Discord's own settings; empty when all is well.

    Args:
        allowed: ``interaction.app_permissions``.
        is_thread: Whether the command was used in a thread.

    """
    needed = (*_ALWAYS, _IN_THREAD if is_thread else _IN_CHANNEL)
    return [PERMISSIONS[name] for name in needed if not getattr(allowed, name)]


def missing_to_write(allowed: discord.Permissions) -> list[Text]:
    """Return likewise what the bot lacks to write words into a channel."""
    needed = ("view_channel", _IN_CHANNEL)
    return [PERMISSIONS[name] for name in needed if not getattr(allowed, name)]


def check_permissions(allowed: discord.Permissions, *, is_thread: bool) -> None:
    """Refuse before anything is saved or paid.

    Raises:
        RefusedError: the bot may not post images here; the text says what to allow.

    """
    missing = missing_permissions(allowed, is_thread=is_thread)
    if missing:
        names = tuple(missing)
        if is_thread:
            raise RefusedError(text("refused.cannot_post_in_thread", permissions=names))
        raise RefusedError(text("refused.cannot_post", permissions=names))
