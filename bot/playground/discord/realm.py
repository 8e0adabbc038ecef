"""All guilds, channels and people, and what may be done to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.direct import DIRECT_LIMIT, IN_DIRECT, DirectMessages
from bot.playground.discord.permissions import permissions_in
from bot.playground.discord.places import TEXT, Channel, Guild, Member, Overwrite, Role, User
from bot.playground.discord.refusals import (
    MISSING_ACCESS,
    UNKNOWN_CHANNEL,
    UNKNOWN_GUILD,
    RefusalError,
)

if TYPE_CHECKING:
    from bot.playground.discord.snowflakes import Snowflakes


class Realm:
    """An empty Discord to be filled."""

    def __init__(self, ids: Snowflakes, bot_id: int = 0) -> None:
        self._ids = ids
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self._homes: dict[int, Guild] = {}
        self.direct = DirectMessages(ids)
        self.bot = self.add_user("Darkroom", bot=True, user_id=bot_id)

    def add_user(self, name: str, *, bot: bool = False, user_id: int = 0) -> User:
        """Make an account; it is in no guild yet."""
        user = User(user_id or self._ids.next(), name, bot=bot)
        self.users[user.id] = user
        return user

    def join(self, guild: Guild, user: User, *, role: str = "", permissions: int = 0) -> Member:
        """Make a user a member, with a role of their own if one is named."""
        member = guild.members[user.id] = Member(user)
        if role:
            granted = Role(self._ids.next(), role, int(permissions), user.id if user.bot else 0)
            guild.roles[granted.id] = granted
            member.roles.append(granted.id)
        return member

    def add_channel(
        self,
        guild: Guild,
        name: str,
        *,
        kind: int = TEXT,
        parent: Channel | None = None,
        nsfw: bool = False,
    ) -> Channel:
        """Make a channel, category or thread (whose parent is a text channel)."""
        channel = Channel(self._ids.next(), guild.id, name, kind, parent.id if parent else 0, nsfw)
        channel.position = len(guild.channels)
        guild.channels[channel.id] = channel
        self._homes[channel.id] = guild
        return channel

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel and its threads; its id is unknown from now on."""
        guild = self._homes[channel.id]
        inside = [each for each in guild.channels.values() if each.parent_id == channel.id]
        for gone in [channel, *(each for each in inside if each.is_thread)]:
            del guild.channels[gone.id], self._homes[gone.id]
        for orphan in (each for each in inside if not each.is_thread):
            orphan.parent_id = 0

    def remove_guild(self, guild: Guild) -> None:
        """Let the bot be thrown out: it sees nothing of this guild any more."""
        del self.guilds[guild.id]

    def permit_bot(self, channel: Channel, permissions: int) -> None:
        """Give the bot exactly these permissions in a channel (in a thread: in its parent)."""
        home = self.channel_of(channel.parent_id) if channel.is_thread else channel
        exactly = Overwrite(1, int(permissions), ~int(permissions) & ((1 << 53) - 1))
        home.overwrites[self.bot.id] = exactly

    def channel_of(self, channel_id: int) -> Channel:
        """Return a channel.

        Raises:
            RefusalError: there is none with this id (10003).

        """
        if (direct := self.direct.find(channel_id)) is not None:
            return direct
        if channel_id not in self._homes:
            raise RefusalError(*UNKNOWN_CHANNEL)
        return self._homes[channel_id].channels[channel_id]

    def home_of(self, channel: Channel) -> Guild:
        """Return a channel's guild, whether the bot is in it or not."""
        return self._homes[channel.id]

    def guild_of(self, guild_id: int) -> Guild:
        """Return a guild the bot is in.

        Raises:
            RefusalError: there is none with this id (10004).

        """
        if guild_id not in self.guilds:
            raise RefusalError(*UNKNOWN_GUILD)
        return self.guilds[guild_id]

    def may_write_to(self, user: User) -> bool:
        """Whether the bot may write to somebody: they let it, and share a guild with it."""
        shared = any(user.id in guild.members for guild in self.guilds.values())
        return shared and user.id not in self.direct.closed

    def size_limit(self, channel: Channel) -> int:
        """Return how many bytes a file of the bot's may have in a channel."""
        return (
            DIRECT_LIMIT
            if channel.recipient
            else self.guilds[channel.guild_id].attachment_size_limit
        )

    def bot_permissions(self, channel: Channel) -> int:
        """Return what the bot may do in a channel.

        Raises:
            RefusalError: it is no longer in that guild (50001).

        """
        if channel.recipient is not None:
            return IN_DIRECT
        if channel.guild_id not in self.guilds:
            raise RefusalError(*MISSING_ACCESS)
        return permissions_in(self.guilds[channel.guild_id], channel, self.bot.id)
