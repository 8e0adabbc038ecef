"""Finding whom and what an id means, for the person who sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.client.bodies import id_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.playground.discord.client.people import Person
    from bot.playground.discord.places import Channel, Role, User


def user(person: Person, wanted: object) -> User | None:
    """Return a member of the person's guild."""
    member = person.guild.members.get(id_of(wanted)) if person.guild else None
    return member.user if member else None


def role(person: Person, wanted: object) -> Role | None:
    """Return a role of the person's guild."""
    return person.guild.roles.get(id_of(wanted)) if person.guild else None


def mentionable(person: Person, wanted: object) -> User | Role | None:
    """Return a member or a role."""
    return user(person, wanted) or role(person, wanted)


def channel(person: Person, wanted: object, types: Sequence[int] | None) -> Channel | None:
    """Return a channel the person sees, of one of these types (of any, if there are none)."""
    found = person.guild.channels.get(id_of(wanted)) if person.guild else None
    if found is None or not person.may_see(found) or (types and found.type not in types):
        return None
    return found
