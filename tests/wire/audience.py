"""Who sees what the bot sent: members, or moderators who are to decide about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from bot.playground.discord.permissions import Permission, permissions_in
from bot.playground.discord.places import Channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.discord import DiscordStandIn
    from bot.playground.discord.interactions import Interaction
    from bot.playground.discord.request_log import LoggedRequest
    from bot.playground.discord.world import World

CARD = re.compile(r'"darkroom:(?:approve|keep|remove|look|tune):')
SPOILER = re.compile(r'"(?:is_)?spoiler": true')
IN_CHANNEL = re.compile(r"/channels/(\d+)/messages")
BY_TOKEN = re.compile(r"/(?:webhooks|interactions)/\d+/([\w-]{40,})")

NAMED_BEFORE: WeakKeyDictionary[World, list[Channel]] = WeakKeyDictionary()
"""The channels of a world that was begun anew since; tests may have taken them away."""


def remember(world: World) -> None:
    """Keep the channels that have a name in a world, which is to begin anew."""
    NAMED_BEFORE.setdefault(world, []).extend(_named(world))


def is_for_moderators(discord: DiscordStandIn, told: LoggedRequest, said: str) -> bool:
    """Whether a request is a card that may show its original: to nobody else, or behind a spoiler.

    Args:
        discord: As it is now; whoever may read a channel then was to read it before.
        told: The request.
        said: All its words, as JSON.

    """
    if CARD.search(said) is None:
        return False
    if (found := IN_CHANNEL.search(told.path)) is not None:
        channel = next((it for it in _channels(discord) if it.id == int(found[1])), None)
        is_hidden = channel is not None and (channel.nsfw or _is_private(discord, channel))
        return is_hidden and SPOILER.search(said) is not None
    found = BY_TOKEN.search(told.path)
    asked = (it for it in discord.interactions.newest_first() if found and it.token == found[1])
    return any(map(_is_moderators_own, asked))


def _channels(discord: DiscordStandIn) -> Iterator[Channel]:
    """Yield those that stand and those that a test took away."""
    world = discord.world
    yield from (it for guild in world.guilds.values() for it in guild.channels.values())
    yield from _named(world)
    yield from NAMED_BEFORE.get(world, ())


def _named(world: World) -> Iterator[Channel]:
    yield from (it for it in vars(world).values() if isinstance(it, Channel))


def _is_private(discord: DiscordStandIn, channel: Channel) -> bool:
    guild = discord.world.guilds.get(channel.guild_id)
    if guild is None:
        return False
    may = [permissions_in(guild, channel, it) for it in guild.members if it != discord.world.bot.id]
    return not any(
        it & Permission.VIEW_CHANNEL and not it & Permission.MANAGE_MESSAGES for it in may
    )


def _is_moderators_own(it: Interaction) -> bool:
    may = permissions_in(it.guild, it.channel, it.user.id)
    return (
        bool(may & Permission.MANAGE_MESSAGES) and it.original is not None and it.original.ephemeral
    )
