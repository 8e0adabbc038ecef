"""Everything that exists in the stand-in's Discord before anybody says a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.permissions import MEMBER, Permission, permissions_in
from bot.playground.discord.places import (
    CATEGORY,
    TEXT,
    THREAD,
    Channel,
    Guild,
    Member,
    Overwrite,
    Role,
    User,
)
from bot.playground.discord.refusals import (
    MISSING_ACCESS,
    UNKNOWN_CHANNEL,
    UNKNOWN_GUILD,
    RefusalError,
)

if TYPE_CHECKING:
    from bot.playground.discord.snowflakes import Snowflakes


class World:
    """One guild with its people and rooms, and whatever is added to it.

    Named for tests: ``guild``, ``category``, ``channel``, ``adult_channel``, ``thread``;
    ``member``, ``second_member``, ``moderator`` (Manage Messages), ``admin`` (Manage Server).
    """

    def __init__(self, ids: Snowflakes) -> None:
        self._ids = ids
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self._homes: dict[int, Guild] = {}
        self.bot = self.add_user("Darkroom", bot=True)
        self._owner = self.add_user("olga")
        self.member = self.add_user("mira")
        self.second_member = self.add_user("noor")
        self.moderator = self.add_user("sami")
        self.admin = self.add_user("ada")
        self.guild = self.add_guild("The Studio")
        self.category = self.add_channel(self.guild, "rooms", kind=CATEGORY)
        self.channel = self.add_channel(self.guild, "darkroom", parent=self.category)
        self.adult_channel = self.add_channel(
            self.guild, "after-dark", parent=self.category, nsfw=True
        )
        self.thread = self.add_channel(self.guild, "fox-studies", kind=THREAD, parent=self.channel)

    def add_user(self, name: str, *, bot: bool = False) -> User:
        """Make an account; it is in no guild yet."""
        user = User(self._ids.next(), name, bot=bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, *, guild_id: int = 0) -> Guild:
        """Make a guild with everybody in it; its id decides its shard."""
        guild = Guild(guild_id or self._ids.next(), name, self._owner.id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", MEMBER)
        self.guilds[guild.id] = guild
        for user in (self._owner, self.member, self.second_member):
            self.join(guild, user)
        self.join(guild, self.bot, role="Darkroom", permissions=MEMBER)
        self.join(guild, self.moderator, role="Moderator", permissions=Permission.MANAGE_MESSAGES)
        self.join(guild, self.admin, role="Admin", permissions=Permission.MANAGE_GUILD)
        return guild

    def join(self, guild: Guild, user: User, *, role: str = "", permissions: int = 0) -> Member:
        """Make a user a member, with a role of their own if one is named."""
        member = guild.members[user.id] = Member(user)
        if role:
            granted = Role(self._ids.next(), role, int(permissions))
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
        if channel_id not in self._homes:
            raise RefusalError(*UNKNOWN_CHANNEL)
        return self._homes[channel_id].channels[channel_id]

    def guild_of(self, guild_id: int) -> Guild:
        """Return a guild the bot is in.

        Raises:
            RefusalError: there is none with this id (10004).

        """
        if guild_id not in self.guilds:
            raise RefusalError(*UNKNOWN_GUILD)
        return self.guilds[guild_id]

    def bot_permissions(self, channel: Channel) -> int:
        """Return what the bot may do in a channel.

        Raises:
            RefusalError: it is no longer in that guild (50001).

        """
        if channel.guild_id not in self.guilds:
            raise RefusalError(*MISSING_ACCESS)
        return permissions_in(self.guilds[channel.guild_id], channel, self.bot.id)
