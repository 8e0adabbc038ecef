"""Who may do what where: Discord's permission bits and how they add up.

Source: https://docs.discord.com/developers/topics/permissions
"""

from __future__ import annotations

from enum import IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.playground.discord.places import Channel, Guild


class Permission(IntFlag):
    """The permissions that matter to a bot that posts pictures."""

    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    USE_EXTERNAL_EMOJIS = 1 << 18
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    SEND_MESSAGES_IN_THREADS = 1 << 38


EVERYTHING = (1 << 53) - 1
MEMBER = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.SEND_MESSAGES_IN_THREADS
)
"""What everyone may do in a new guild; the bot's own role says the same again."""


def permissions_in(guild: Guild, channel: Channel, user_id: int) -> int:
    """Return what a member may do in a channel; a thread asks its parent."""
    home = guild.channels[channel.parent_id] if channel.is_thread else channel
    roles = guild.members[user_id].roles
    base = guild.roles[guild.id].permissions
    for role in roles:
        base |= guild.roles[role].permissions
    if user_id == guild.owner_id or base & Permission.ADMINISTRATOR:
        return EVERYTHING
    base = _overwrite(base, home, [guild.id])
    base = _overwrite(base, home, roles)
    return _overwrite(base, home, [user_id])


def _overwrite(base: int, channel: Channel, targets: Iterable[int]) -> int:
    found = [channel.overwrites[target] for target in targets if target in channel.overwrites]
    for overwrite in found:
        base &= ~overwrite.deny
    for overwrite in found:
        base |= overwrite.allow
    return base
