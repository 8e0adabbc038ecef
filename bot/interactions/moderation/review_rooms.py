"""Who reads a review channel: members may not see there what is withheld from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.audience import is_for_moderators
from bot.interactions.places import is_age_restricted

if TYPE_CHECKING:
    import discord

    from bot.domain.policy import Policy


def sees_originals(channel: object) -> bool:
    """Whether a card may show the original: all who read it are adults, or moderators."""
    return is_age_restricted(channel) or is_for_moderators(channel)


def is_open(guild: discord.Guild | None, policy: Policy) -> bool:
    """Whether members can read the review channel that a policy names, as far as is known."""
    if guild is None or policy.review_channel is None:
        return False
    channel = guild.get_channel_or_thread(policy.review_channel)
    return channel is not None and not is_for_moderators(channel)
