"""What Discord tells the bot when a person does something.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.permissions import permissions_in
from bot.playground.discord.place_payloads import channel_payload, member_payload

if TYPE_CHECKING:
    from bot.playground.discord.interactions import Interaction
    from bot.playground.discord.payload import Payload

IN_GUILD = 0


def interaction_payload(it: Interaction, data: Payload, *, bot_id: int) -> Payload:
    """Return the INTERACTION_CREATE event; the source message is added by the caller."""
    theirs = permissions_in(it.guild, it.channel, it.user.id)
    ours = theirs if it.user_installed else permissions_in(it.guild, it.channel, bot_id)
    member = member_payload(it.guild.members[it.user.id])
    return {
        "id": str(it.id),
        "application_id": str(bot_id),
        "type": int(it.act),
        "token": it.token,
        "version": 1,
        "data": data,
        "guild_id": str(it.guild.id),
        "guild": {"id": str(it.guild.id), "locale": it.guild.locale, "features": []},
        "channel_id": str(it.channel.id),
        "channel": channel_payload(it.channel) | {"permissions": str(theirs)},
        "member": member | {"permissions": str(theirs)},
        "locale": it.user.locale,
        "guild_locale": it.guild.locale,
        "app_permissions": str(ours),
        "entitlements": [],
        "authorizing_integration_owners": it.owners,
        "context": IN_GUILD,
        "attachment_size_limit": it.limit,
    }
