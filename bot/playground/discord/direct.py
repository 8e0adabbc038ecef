"""Direct messages of the bot: a channel for each person, without a guild."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.permissions import Permission
from bot.playground.discord.places import DIRECT, MIB, Channel

if TYPE_CHECKING:
    from bot.playground.discord.places import User
    from bot.playground.discord.snowflakes import Snowflakes

IN_DIRECT = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
)
"""What either side may do there."""

DIRECT_LIMIT = 10 * MIB
"""Bytes of a file."""


class DirectMessages:
    """The channels that the bot has opened. ``closed`` are the ids of who lets no bot write."""

    def __init__(self, ids: Snowflakes) -> None:
        self.closed: set[int] = set()
        self._ids = ids
        self._channels: dict[int, Channel] = {}

    def open(self, user: User) -> Channel:
        """Return the one channel with somebody."""
        for known in self.of(user):
            return known
        channel = Channel(self._ids.next(), 0, "", DIRECT, recipient=user)
        self._channels[channel.id] = channel
        return channel

    def find(self, channel_id: int) -> Channel | None:
        """Return a channel by its id."""
        return self._channels.get(channel_id)

    def of(self, user: User) -> list[Channel]:
        """Return the channel with somebody, if there is one."""
        return [each for each in self._channels.values() if each.recipient is user]
