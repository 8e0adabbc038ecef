"""Discord's permissions as its own settings call them, in each language."""

from __future__ import annotations

from bot.texts.text import text

PERMISSIONS = {
    "attach_files": text("permission.attach_files"),
    "embed_links": text("permission.embed_links"),
    "manage_guild": text("permission.manage_guild"),
    "manage_messages": text("permission.manage_messages"),
    "send_messages": text("permission.send_messages"),
    "send_messages_in_threads": text("permission.send_messages_in_threads"),
    "use_application_commands": text("permission.use_application_commands"),
    "view_channel": text("permission.view_channel"),
}
"""By discord.py's name: what the bot needs, and what its commands ask of members."""
