"""Who reads a channel, and in which language: what members must not see stays where none do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

if TYPE_CHECKING:
    from bot.domain.policy import Policy


def is_for_moderators(channel: object) -> bool:
    """Whether nobody reads a channel but who may manage messages there.

    Members are told by their roles; who is let in by name is trusted by who let them in. Of what
    is not known it cannot be told, so that it is not.
    """
    if isinstance(channel, discord.Thread):
        if channel.is_private():
            return True
        channel = channel.parent
    if not isinstance(channel, discord.abc.GuildChannel):
        return False
    readers = (
        channel.permissions_for(role) for role in channel.guild.roles if not role.is_bot_managed()
    )
    return all(it.manage_messages for it in readers if it.view_channel)


def may_view(channel: object) -> bool:
    """Whether a channel is not hidden from us, as far as Discord has told."""
    if isinstance(channel, discord.Thread):
        channel = channel.parent
    if not isinstance(channel, discord.abc.GuildChannel):
        return True
    return channel.permissions_for(channel.guild.me).view_channel


def home_locale(client: discord.Client, guild_id: int) -> str:
    """Return the language that a server prefers; an empty one where that is not known."""
    guild = client.get_guild(guild_id)
    return "" if guild is None else str(guild.preferred_locale)


def language_of(client: discord.Client, guild_id: int, policy: Policy) -> str:
    """Return the language of what is posted in a server: what a policy names, else its own."""
    return policy.language or home_locale(client, guild_id)
