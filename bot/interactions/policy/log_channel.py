"""A channel that what happens is to be told in: whether it can be, and who would read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.audience import is_for_moderators
from bot.domain.ids import PlaceId
from bot.errors import RefusedError
from bot.interactions.permissions import missing_to_write
from bot.texts.text import text

if TYPE_CHECKING:
    import discord

    from bot.interactions.policy.target import Target
    from bot.texts.text import Text

OPEN = text("policy.warning.log_open")
OF_SERVER = text("policy.warning.log_server")


def log_warnings(
    target: Target, channel: discord.TextChannel | None, retention_days: int | None
) -> list[Text]:
    """Return what to beware of in what is about to be set.

    Raises:
        RefusedError: the bot may not write into the channel; the text says what to allow.

    """
    warnings: list[Text] = []
    if channel is not None:
        allowed = channel.permissions_for(channel.guild.me)
        if missing := missing_to_write(allowed):
            names, where = tuple(missing), f"<#{channel.id}>"
            refused = text("policy.log.cannot_post", channel=where, permissions=names)
            raise RefusedError(refused)
        if not is_for_moderators(channel):
            warnings.append(OPEN)
    is_said = channel is not None or retention_days is not None
    if is_said and target.place != PlaceId(target.guild_id):
        warnings.append(OF_SERVER)
    return warnings
