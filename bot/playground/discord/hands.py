"""A member's hands: everything a person can do to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.acting import Actor, Deed
from bot.playground.discord.command_rules import MESSAGE
from bot.playground.discord.component_kinds import Kind
from bot.playground.discord.interactions import Act
from bot.playground.discord.messages import Message, Version
from bot.playground.discord.modals import filled
from bot.playground.discord.permissions import permissions_in
from bot.playground.discord.threads import reopen_to_post
from bot.playground.discord.typed_options import command_data, mentioned, resolved, typed
from bot.playground.discord.uploads import Upload

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Unpack

    from bot.playground.discord.acting import Place
    from bot.playground.discord.handed import Handed
    from bot.playground.discord.invocation import Invocation
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Channel, User
    from bot.playground.discord.state import State
    from bot.playground.discord.typed_options import Value


class Hands:
    """Acts as people do; every act reaches the bot over the gateway."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._actor = Actor(state)

    async def slash(
        self, command: str, options: Mapping[str, Value] | None = None, **place: Unpack[Place]
    ) -> Invocation:
        """Use a slash command; subcommands are written ``policy set``.

        Options are sent as they are given, in range or not. Channels and users are values of
        the world.

        Raises:
            LookupError: the command or an option is not registered, or no bot is listening.

        """
        values = options or {}
        name, *path = command.split()
        channel = place.get("channel", self._state.world.channel)
        guild = self._state.world.home_of(channel)
        registered = self._state.commands.find(name, guild.id)
        data = command_data(registered, path, typed(registered, path, values))
        user = place.get("user", self._state.world.member)
        named = {**values, **({} if place.get("unresolved") else mentioned(guild, values))}
        return await self._actor.act(
            Deed(Act.COMMAND, data | resolved(guild, channel, user, named)), place
        )

    async def autocomplete(
        self,
        command: str,
        option: str,
        value: str,
        *,
        options: Mapping[str, Value] | None = None,
        **place: Unpack[Place],
    ) -> list[Payload]:
        """Type ``value`` into an option and return the choices offered.

        Raises:
            LookupError: the command or an option is not registered, or no bot is listening.
            TimeoutError: nothing was offered in time.

        """
        name, *path = command.split()
        channel = place.get("channel", self._state.world.channel)
        registered = self._state.commands.find(name, channel.guild_id)
        filled_in = typed(registered, path, {**(options or {}), option: value})
        filled_in[-1]["focused"] = True
        data = command_data(registered, path, filled_in)
        invocation = await self._actor.act(Deed(Act.AUTOCOMPLETE, data), place)
        return (await invocation.answered()).choices

    async def press(self, message: Message, custom_id: str, **place: Unpack[Place]) -> Invocation:
        """Press a button of a message, or claim to have pressed one with this custom_id."""
        data = {"custom_id": custom_id, "component_type": int(Kind.BUTTON), "id": 0}
        deed = Deed(Act.COMPONENT, data, message)
        return await self._actor.act(deed, {**self._beside(message), **place})

    async def choose(
        self, message: Message, custom_id: str, values: list[str], **place: Unpack[Place]
    ) -> Invocation:
        """Pick from a string select of a message."""
        data = {"custom_id": custom_id, "component_type": int(Kind.STRING_SELECT), "id": 0}
        deed = Deed(Act.COMPONENT, data | {"values": values}, message)
        return await self._actor.act(deed, {**self._beside(message), **place})

    async def menu(self, command: str, message: Message, **place: Unpack[Place]) -> Invocation:
        """Use a message command on a message.

        Raises:
            LookupError: the command is not registered, or no bot is listening.

        """
        where: Place = {**self._beside(message), **place}
        guild_id = self._channel(where).guild_id
        registered = self._state.commands.find(command, guild_id, kind=MESSAGE)
        told = self._state.registry.target(message)
        data = {"id": registered["id"], "name": command, "type": MESSAGE}
        target = {"target_id": str(message.id), "resolved": {"messages": {told["id"]: told}}}
        return await self._actor.act(Deed(Act.COMMAND, data | target), where)

    async def submit(
        self, opened: Invocation, values: Mapping[str, object] | None = None, *, custom_id: str = ""
    ) -> Invocation:
        """Submit the modal that an act opened; fields not named keep what stood there.

        Raises:
            LookupError: no modal was opened, or it lacks a field.

        """
        if opened.modal is None:
            msg = f"no modal was opened; the answer was {opened.callback}"
            raise LookupError(msg)
        components = filled(opened.modal, values or {})
        data = {"custom_id": custom_id or opened.modal["custom_id"], "components": components}
        it = opened.interaction
        deed = Deed(Act.MODAL, data, it.source)
        return await self._actor.act(deed, {"user": it.user, "channel": it.channel})

    def hand(self, name: str, data: bytes, user: User | None = None) -> Handed:
        """Hand over a file, for an option or a message."""
        return self._state.handed.add(user or self._state.world.member, Upload(name, data))

    def say(self, text: str, *files: Handed, **place: Unpack[Place]) -> Message:
        """Write an ordinary message, as people do between commands, with files that were handed.

        Raises:
            RefusalError: the thread is locked.

        """
        user = place.get("user", self._state.world.member)
        attachments = tuple(each.attachment for each in files)
        version = Version(sent={"content": text}, content=text, attachments=attachments)
        channel = self._channel(place)
        if channel.is_thread:
            rights = permissions_in(self._state.world.home_of(channel), channel, user.id)
            reopen_to_post(self._state, channel, rights)
        return self._state.registry.post(channel.id, user, version)

    def _beside(self, message: Message) -> Place:
        return {"channel": self._state.world.channel_of(message.channel_id)}

    def _channel(self, place: Place) -> Channel:
        return place.get("channel", self._state.world.channel)
