"""Using a command, or typing one: from what a client sends to what the bot is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.acting import Deed
from bot.playground.discord.client.bodies import id_of
from bot.playground.discord.client.option_checks import checked, half_filled, path_of
from bot.playground.discord.client.ready import commands_in
from bot.playground.discord.client.refusing import forbidden, unknown, wrong
from bot.playground.discord.client.rooms import is_adult
from bot.playground.discord.command_rules import CHAT_INPUT, MESSAGE
from bot.playground.discord.commands import leaf
from bot.playground.discord.interactions import Act
from bot.playground.discord.permissions import Permission
from bot.playground.discord.typed_options import command_data, mentioned, resolved, typed

if TYPE_CHECKING:
    from bot.playground.discord.client.people import Person
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Channel, Guild
    from bot.playground.discord.state import State


class Commanding:
    """Checks what people do with commands."""

    def __init__(self, state: State) -> None:
        self._state = state

    def used(self, person: Person, channel: Channel, data: Payload) -> Deed:
        """Return the deed of a command.

        Raises:
            RefusalError: it is unknown (404), not for this person or place (403), or its options
                are not what it takes (400).

        """
        command, guild = self._allowed(person, channel, data)
        if command["type"] == MESSAGE:
            return Deed(Act.COMMAND, self._on_message(person, channel, command, data))
        if command["type"] != CHAT_INPUT:
            raise wrong("Commands on people cannot be used from here.")
        path, given = path_of(command, data)
        values = checked(person, leaf(command, path)["options"], given, self._state.handed)
        told = command_data(command, path, typed(command, path, values))
        named = {**values, **mentioned(guild, values)}
        return Deed(Act.COMMAND, told | resolved(guild, channel, person.user, named))

    def typing(self, person: Person, channel: Channel, data: Payload) -> Deed:
        """Return the deed of typing into an option that completes itself.

        Raises:
            RefusalError: as for a command; but options may be missing or not right yet.

        """
        command, guild = self._allowed(person, channel, data)
        path, given = path_of(command, data)
        focused, values = half_filled(person, leaf(command, path)["options"], given)
        options = typed(command, path, values)
        for each in options:
            if each["name"] == focused:
                each["focused"] = True
        told = command_data(command, path, options)
        return Deed(Act.AUTOCOMPLETE, told | resolved(guild, channel, person.user, values))

    def _allowed(self, person: Person, channel: Channel, data: Payload) -> tuple[Payload, Guild]:
        guild = person.guild
        known = commands_in(self._state, guild) if guild else []
        found = [each for each in known if id_of(each["id"]) == id_of(data.get("id"))]
        if not found or guild is None:
            raise unknown("This command is not there any more.")
        _check_rights(person, channel, found[0])
        if found[0].get("nsfw") and not is_adult(guild, channel):
            raise forbidden("This command is only for age-restricted channels.")
        return found[0], guild

    def _on_message(
        self, person: Person, channel: Channel, command: Payload, data: Payload
    ) -> Payload:
        message = self._state.registry.find(id_of(data.get("target_id")))
        if message is None or message.channel_id != channel.id or not person.may_read(message):
            raise unknown("This message is not there any more.")
        told = self._state.registry.target(message)
        return {
            "id": command["id"],
            "name": command["name"],
            "type": MESSAGE,
            "target_id": told["id"],
            "resolved": {"messages": {told["id"]: told}},
        }


def _check_rights(person: Person, channel: Channel, command: Payload) -> None:
    if not person.may(channel, Permission.USE_APPLICATION_COMMANDS):
        raise forbidden("You may not use commands in this channel.")
    needed = command.get("default_member_permissions")
    if needed is None or person.may(channel, Permission.ADMINISTRATOR):
        return
    # Discord reads "0" as: administrators only, unless the server's settings say otherwise.
    bits = int(needed)
    if not bits or person.permissions(channel) & bits != bits:
        raise forbidden(f"You may not use {command['name']} here.")
