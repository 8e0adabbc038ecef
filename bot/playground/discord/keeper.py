"""What the people who run a server do: rooms, rights and taking things away."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from bot.playground.discord.place_payloads import channel_payload, guild_payload, role_payload
from bot.playground.discord.places import Overwrite
from bot.playground.discord.threads import settle

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from bot.playground.discord.messages import Message
    from bot.playground.discord.places import Channel, Guild, Role, User
    from bot.playground.discord.state import State


class Room(TypedDict, total=False):
    """What a new channel is like; see ``World.add_channel``."""

    kind: int
    parent: Channel | None
    nsfw: bool


class Keeper:
    """Changes the world while the bot watches: each change is told over the gateway."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def add_guild(self, name: str, *, guild_id: int = 0) -> Guild:
        """Invite the bot to a new guild, with everybody in it and one channel."""
        guild = self._state.world.add_guild(name, guild_id=guild_id)
        self._state.world.add_channel(guild, "general")
        payload = guild_payload(guild, self._state.world.bot.id)
        await self._tell("GUILD_CREATE", payload, guild.id)
        return guild

    async def begin_anew(self) -> None:
        """Give all names of the world to other people, in a guild of theirs with its rooms."""
        world = self._state.world
        world.begin()
        await self._tell("GUILD_CREATE", guild_payload(world.guild, world.bot.id), world.guild.id)

    async def remove_guild(self, guild: Guild) -> None:
        """Throw the bot out."""
        self._state.world.remove_guild(guild)
        await self._tell("GUILD_DELETE", {"id": str(guild.id)}, guild.id)

    async def add_channel(self, guild: Guild, name: str, **room: Unpack[Room]) -> Channel:
        """Open a channel, category or thread."""
        channel = self._state.world.add_channel(guild, name, **room)
        event = "THREAD_CREATE" if channel.is_thread else "CHANNEL_CREATE"
        await self._tell(event, channel_payload(channel), guild.id)
        return channel

    async def remove_channel(self, channel: Channel) -> None:
        """Delete a channel with all that was said in it."""
        self._state.world.remove_channel(channel)
        self._state.registry.delete_channel(channel.id)
        event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        await self._tell(event, channel_payload(channel), channel.guild_id)

    async def archive(self, thread: Channel, *, locked: bool = False) -> None:
        """Put a thread away; once locked, only who may manage threads can take it out again."""
        await self._settle(thread, archived=True, locked=locked)

    async def unarchive(self, thread: Channel) -> None:
        """Take a thread out again, and unlock it."""
        await self._settle(thread, archived=False, locked=False)

    async def lock(self, thread: Channel) -> None:
        """Let only who may manage threads write in a thread, which stays where it is."""
        await self._settle(thread, archived=thread.archived, locked=True)

    async def permit_bot(self, channel: Channel, permissions: int) -> None:
        """Give the bot exactly these permissions in a channel (in a thread: in its parent)."""
        self._state.world.permit_bot(channel, permissions)
        await self._changed(channel)

    async def permit(self, channel: Channel, user: User, *, allow: int = 0, deny: int = 0) -> None:
        """Say in a channel by name what somebody may do there, beyond their roles."""
        channel.overwrites[user.id] = Overwrite(1, allow, deny)
        await self._changed(channel)

    async def permit_all(self, channel: Channel, permissions: int) -> None:
        """Let everybody do this in a channel, and deny nobody anything."""
        channel.overwrites[channel.guild_id] = Overwrite(0, allow=permissions)
        await self._changed(channel)

    async def change_role(self, guild: Guild, role: Role, permissions: int) -> None:
        """Give a role exactly these permissions."""
        role.permissions = permissions
        told = role_payload(role, list(guild.roles).index(role.id))
        await self._tell("GUILD_ROLE_UPDATE", {"guild_id": str(guild.id), "role": told}, guild.id)

    async def mark_adult(self, channel: Channel, *, nsfw: bool = True) -> None:
        """Restrict a channel to adults, or open it to all."""
        channel.nsfw = nsfw
        await self._changed(channel)

    def remove_message(self, message: Message) -> None:
        """Delete a message; a bot without the message intent is not told."""
        self._state.registry.delete(message)

    async def _settle(self, thread: Channel, *, archived: bool, locked: bool) -> None:
        settle(thread, archived=archived, locked=locked)
        await self._tell("THREAD_UPDATE", channel_payload(thread), thread.guild_id)

    async def _changed(self, channel: Channel) -> None:
        home = channel
        if channel.is_thread:
            home = self._state.world.channel_of(channel.parent_id)
        await self._tell("CHANNEL_UPDATE", channel_payload(home), home.guild_id)

    async def _tell(self, event: str, payload: dict[str, object], guild_id: int) -> None:
        self._state.notifier.notify()
        await self._state.gateway.tell(event, payload, guild_id=guild_id)
