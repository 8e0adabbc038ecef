"""The channels a person sees, in the order in which a client lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.places import CATEGORY

if TYPE_CHECKING:
    from bot.playground.discord.client.people import Person
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Channel, Guild


def rooms(person: Person, /) -> list[Payload]:
    """Return what a person's list of channels shows; a category only with something in it.

    Direct messages come last; nobody has any before the bot opens them.
    """
    direct = [_direct(each, person) for each in person.world.direct.of(person.user)]
    guild = person.guild
    if guild is None:
        return direct
    every = guild.channels.values()
    visible = [each for each in every if each.type != CATEGORY and person.may_see(each)]
    homes = {each.parent_id for each in visible}
    visible += [each for each in every if each.type == CATEGORY and each.id in homes]
    visible.sort(key=lambda each: _place(guild, each))
    return [*(_payload(each, person) for each in visible), *direct]


def is_adult(guild: Guild, channel: Channel) -> bool:
    """Whether a channel is age-restricted; a thread is when its parent is."""
    return guild.channels[channel.parent_id].nsfw if channel.is_thread else channel.nsfw


def _place(guild: Guild, channel: Channel) -> list[tuple[bool, int]]:
    # Rooms outside of all categories come first; what has a parent comes right after it.
    own = (channel.type == CATEGORY, channel.position)
    parent = guild.channels.get(channel.parent_id)
    return [*_place(guild, parent), own] if parent else [own]


def _payload(channel: Channel, person: Person) -> Payload:
    guild = person.guild
    return {
        "id": str(channel.id),
        "name": channel.name,
        "type": channel.type,
        "parent_id": str(channel.parent_id) if channel.parent_id else None,
        "nsfw": guild is not None and channel.recipient is None and is_adult(guild, channel),
        "permissions": str(person.permissions(channel)),
    }


def _direct(channel: Channel, person: Person) -> Payload:
    """Return direct messages as their reader sees them: by the name of who writes."""
    return _payload(channel, person) | {"name": person.world.bot.name}
