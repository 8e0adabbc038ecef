"""The application's commands as registered, global and by guild."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.discord.command_options import NESTED
from bot.playground.discord.command_rules import CHAT_INPUT, check_commands

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.discord.notifier import Notifier
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.snowflakes import Snowflakes

GLOBAL = 0
"""The place of commands that are in every guild."""


@dataclass(frozen=True, slots=True)
class Registered:
    """An application that is known from before, and the global commands that it registered."""

    application_id: int
    commands: Sequence[Payload]
    """As Discord stored them."""


class Commands:
    """The registered commands. ``syncs`` counts the bulk overwrites."""

    def __init__(self, ids: Snowflakes, application_id: int, notifier: Notifier) -> None:
        self.syncs = 0
        self._ids = ids
        self._application_id = application_id
        self._notifier = notifier
        self._places: dict[int, list[Payload]] = {}

    def overwrite(self, place: int, sent: list[Payload]) -> list[Payload]:
        """Replace all commands of a guild or the global ones; known names keep their ids.

        Raises:
            RefusalError: a command is not as Discord wants it.

        """
        check_commands(sent)
        self.syncs += 1
        known = {(each["type"], each["name"]): each["id"] for each in self.all(place)}
        self._places[place] = [self._stored(each, known, place) for each in sent]
        self._notifier.notify()
        return self._places[place]

    def recall(self, commands: Sequence[Payload]) -> None:
        """Have these as the global ones, since a time before this stand-in's."""
        self._places[GLOBAL] = [*commands]

    def all(self, place: int = GLOBAL) -> list[Payload]:
        """Return a guild's own commands, or the global ones."""
        return self._places.get(place, [])

    def find(self, name: str, guild_id: int, *, kind: int = CHAT_INPUT) -> Payload:
        """Return the command a member of a guild sees under this name.

        Raises:
            LookupError: nothing is registered under it.

        """
        for command in [*self.all(guild_id), *self.all()]:
            if (command["type"], command["name"]) == (kind, name):
                return command
        known = sorted(each["name"] for each in [*self.all(guild_id), *self.all()])
        msg = f"no command {name!r} of type {kind} is registered; known: {known}"
        raise LookupError(msg)

    def _stored(self, sent: Payload, known: dict[tuple[int, str], str], place: int) -> Payload:
        kind = sent.get("type", CHAT_INPUT)
        fixed = {
            "id": known.get((kind, sent["name"])) or str(self._ids.next()),
            "application_id": str(self._application_id),
            "version": str(self._ids.next()),
            "type": kind,
        }
        usual: Payload = {"description": "", "options": [], "default_member_permissions": None}
        return {**usual, "nsfw": False, **sent, **fixed, **_home(place)}


def _home(place: int) -> Payload:
    return {"guild_id": str(place)} if place else {}


def leaf(command: Payload, path: list[str]) -> Payload:
    """Return the subcommand at ``path`` below a command, or the command itself.

    Raises:
        LookupError: there is no such subcommand.

    """
    for name in path:
        found = [
            each for each in command["options"] if each["name"] == name and each["type"] in NESTED
        ]
        if not found:
            msg = f"{command['name']!r} has no subcommand {name!r}"
            raise LookupError(msg)
        command = {"options": [], **found[0]}
    return command
