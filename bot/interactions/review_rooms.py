"""Who reads a review channel: members may not see there what is withheld from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.interactions.places import is_age_restricted

if TYPE_CHECKING:
    from bot.domain.policy import Policy


def sees_originals(channel: object) -> bool:
    """Whether a card may show the original: all who read it are adults, or moderators."""
    return is_age_restricted(channel) or is_for_moderators(channel)


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


def is_open(guild: discord.Guild | None, policy: Policy) -> bool:
    """Whether members can read the review channel that a policy names, as far as is known."""
    if guild is None or policy.review_channel is None:
        return False
    channel = guild.get_channel_or_thread(policy.review_channel)
    return channel is not None and not is_for_moderators(channel)
