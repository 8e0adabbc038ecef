"""Who reads a channel: what members must not see is posted only where none of them does."""

from __future__ import annotations

import discord


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
