"""What the bot must be allowed to do where it is to post images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import RefusedError

if TYPE_CHECKING:
    import discord

_ALWAYS = {
    "view_channel": "View Channel",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
}
_IN_CHANNEL = {"send_messages": "Send Messages"}
_IN_THREAD = {"send_messages_in_threads": "Send Messages in Threads"}


def missing_permissions(allowed: discord.Permissions, *, is_thread: bool) -> list[str]:
    """Return what the bot lacks, in the words of Discord's own settings; empty when all is well.

    Args:
        allowed: ``interaction.app_permissions``.
        is_thread: Whether the command was used in a thread.

    """
    needed = _ALWAYS | (_IN_THREAD if is_thread else _IN_CHANNEL)
    return [words for name, words in needed.items() if not getattr(allowed, name)]


def check_permissions(allowed: discord.Permissions, *, is_thread: bool) -> None:
    """Refuse before anything is saved or paid.

    Raises:
        RefusedError: the bot may not post images here; the text says what to allow.

    """
    missing = missing_permissions(allowed, is_thread=is_thread)
    if missing:
        where = "thread" if is_thread else "channel"
        raise RefusedError(
            f"I cannot post images in this {where}. "
            f"Ask whoever manages this server to allow me: {', '.join(missing)}."
        )
