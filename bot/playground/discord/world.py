"""Everything that exists in the stand-in's Discord before anybody says a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.permissions import MEMBER, Permission
from bot.playground.discord.places import CATEGORY, THREAD, Channel, Guild, Overwrite, Role
from bot.playground.discord.realm import Realm

if TYPE_CHECKING:
    from bot.playground.discord.snowflakes import Snowflakes


class World(Realm):
    """One guild with its people and rooms, and whatever is added to it.

    Named for those who act in it: ``guild``, ``category``, ``channel``, ``art`` with its
    ``thread``, ``adult_channel`` and ``mod_review`` (hidden from members); ``member``,
    ``second_member``, ``moderator`` (Manage Messages), ``admin`` (Administrator) and ``outsider``,
    who is in no guild.
    """

    def __init__(self, ids: Snowflakes, bot_id: int = 0) -> None:
        super().__init__(ids, bot_id)
        self.begin()

    def begin(self) -> None:
        """Found the guild. Begun anew, all names are of others; those of before go on without."""
        self._owner = self.add_user("olga")
        self.member = self.add_user("mira")
        self.second_member = self.add_user("noor")
        self.moderator = self.add_user("sami")
        self.admin = self.add_user("ada")
        self.outsider = self.add_user("otto")
        self.guild = self.add_guild("The Studio")
        self.category = self.add_channel(self.guild, "rooms", kind=CATEGORY)
        self.channel = self._add_room("general")
        self.art = self._add_room("art")
        self.thread = self.add_channel(self.guild, "fox-studies", kind=THREAD, parent=self.art)
        self.adult_channel = self._add_room("late-night", nsfw=True)
        self.mod_review = self._add_room("mod-review")
        self._hide_from_members(self.mod_review)

    def add_guild(self, name: str, *, guild_id: int = 0) -> Guild:
        """Make a guild with everybody in it; its id decides its shard."""
        guild = self._found(name, guild_id)
        self.guilds[guild.id] = guild
        self.join(guild, self.bot, role="Darkroom", permissions=MEMBER)
        return guild

    def add_foreign_guild(self, name: str) -> Guild:
        """Make a guild with everybody in it but the bot, whose commands only a user can bring."""
        return self._found(name, 0)

    def _found(self, name: str, guild_id: int) -> Guild:
        guild = Guild(guild_id or self._ids.next(), name, self._owner.id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", MEMBER)
        for user in (self._owner, self.member, self.second_member):
            self.join(guild, user)
        self.join(guild, self.moderator, role="Moderator", permissions=Permission.MANAGE_MESSAGES)
        self.join(guild, self.admin, role="Admin", permissions=Permission.ADMINISTRATOR)
        return guild

    def _add_room(self, name: str, *, nsfw: bool = False) -> Channel:
        return self.add_channel(self.guild, name, parent=self.category, nsfw=nsfw)

    def _hide_from_members(self, channel: Channel) -> None:
        guild = self.guild
        channel.overwrites[guild.id] = Overwrite(0, deny=Permission.VIEW_CHANNEL)
        for staff in (self.moderator, self.admin, self.bot):
            role = guild.members[staff.id].roles[0]
            channel.overwrites[role] = Overwrite(0, allow=Permission.VIEW_CHANNEL)
