"""What a client is told of the world around its person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.client.people import person_payload
from bot.playground.discord.client.rooms import rooms

if TYPE_CHECKING:
    from bot.playground.discord.client.people import Person
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Guild
    from bot.playground.discord.state import State


def ready(state: State, person: Person, *, open_to: str) -> Payload:
    """Return everything but the messages, for this person now.

    Args:
        state: Of the stand-in.
        person: Whose eyes it is seen with.
        open_to: The address bound to, if others than this machine reach it.

    """
    bot = state.world.bot
    guild = person.guild
    return {
        "you": person_payload(person),
        "bot": {"id": str(bot.id), "name": bot.name},
        "origin": state.origin,
        "open_to": open_to,
        "listening": is_listening(state),
        "guild": {"id": str(guild.id), "name": guild.name} if guild else None,
        "channels": rooms(person),
        "commands": commands_in(state, guild) if guild else [],
        "users": _names(guild) if guild else {},
        "roles": _roles(guild) if guild else {},
    }


def is_listening(state: State) -> bool:
    """Whether a bot would hear of what people do."""
    home = state.world.guild.id
    return home in state.world.guilds and state.gateway.is_heard(home)


def commands_in(state: State, guild: Guild) -> list[Payload]:
    """Return the commands registered for a guild; its own hide global ones of the same name."""
    if guild.id not in state.world.guilds:
        return []
    own = state.commands.all(guild.id)
    taken = {(each["type"], each["name"]) for each in own}
    rest = [it for it in state.commands.all() if (it["type"], it["name"]) not in taken]
    return [*own, *rest]


def _names(guild: Guild) -> dict[str, str]:
    return {str(member.user.id): member.user.name for member in guild.members.values()}


def _roles(guild: Guild) -> dict[str, str]:
    return {str(role.id): role.name for role in guild.roles.values()}
