"""Guilds, channels and people as Discord writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.permissions import permissions_in
from bot.playground.discord.places import LONG_AGO, TEXT

if TYPE_CHECKING:
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import Channel, Guild, Member, Role, User


def user_payload(user: User) -> Payload:
    """Return a user object."""
    return {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0000" if user.bot else "0",
        "global_name": user.global_name,
        "avatar": None,
        "bot": user.bot,
        "public_flags": 0,
    }


def member_payload(member: Member) -> Payload:
    """Return a guild member object."""
    return {
        "user": user_payload(member.user),
        "nick": member.nick,
        "avatar": None,
        "roles": [str(role) for role in member.roles],
        "joined_at": LONG_AGO.isoformat(),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }


def role_payload(role: Role, position: int) -> Payload:
    """Return a role object."""
    tags = {"tags": {"bot_id": str(role.bot_id)}} if role.bot_id else {}
    return tags | {
        "id": str(role.id),
        "name": role.name,
        "color": 0,
        "hoist": False,
        "position": position,
        "permissions": str(role.permissions),
        "managed": bool(role.bot_id),
        "mentionable": False,
        "flags": 0,
    }


def channel_payload(channel: Channel) -> Payload:
    """Return a channel object, a thread's, or that of direct messages."""
    if channel.recipient is not None:
        return _direct(channel, channel.recipient)
    common: Payload = {
        "id": str(channel.id),
        "guild_id": str(channel.guild_id),
        "type": channel.type,
        "name": channel.name,
        "parent_id": str(channel.parent_id) if channel.parent_id else None,
        "position": channel.position,
        "flags": 0,
        "last_message_id": None,
        "rate_limit_per_user": 0,
    }
    return common | (_thread_part(channel) if channel.is_thread else _channel_part(channel))


def _direct(channel: Channel, recipient: User) -> Payload:
    return {
        "id": str(channel.id),
        "type": channel.type,
        "flags": 0,
        "last_message_id": None,
        "recipients": [user_payload(recipient)],
    }


def _thread_part(thread: Channel) -> Payload:
    return {
        "owner_id": "0",
        "member_count": 1,
        "message_count": 1,
        "total_message_sent": 1,
        "thread_metadata": {
            "archived": thread.archived,
            "auto_archive_duration": 10080,
            "archive_timestamp": thread.archive_at.isoformat(),
            "locked": thread.locked,
        },
    }


def _channel_part(channel: Channel) -> Payload:
    overwrites = [
        {"id": str(target), "type": it.kind, "allow": str(it.allow), "deny": str(it.deny)}
        for target, it in channel.overwrites.items()
    ]
    part: Payload = {"nsfw": channel.nsfw, "permission_overwrites": overwrites}
    return part | ({"topic": None} if channel.type == TEXT else {})


def resolved_channel(guild: Guild, channel: Channel, user_id: int) -> Payload:
    """Return the partial channel of an interaction, with the user's permissions in it."""
    mine = permissions_in(guild, channel, user_id)
    return channel_payload(channel) | {"permissions": str(mine)}


def guild_payload(guild: Guild, bot_id: int) -> Payload:
    """Return a guild as GUILD_CREATE tells it to a bot without the members intent."""
    inside = guild.channels.values()
    return {
        **_guild_settings(guild),
        "roles": [role_payload(role, at) for at, role in enumerate(guild.roles.values())],
        "channels": [channel_payload(each) for each in inside if not each.is_thread],
        "threads": [channel_payload(it) for it in inside if it.is_thread and not it.archived],
        "members": [member_payload(guild.members[bot_id])],
        "member_count": len(guild.members),
        "joined_at": LONG_AGO.isoformat(),
        "large": False,
        "unavailable": False,
        **{key: [] for key in ("presences", "voice_states", "stage_instances")},
        **{key: [] for key in ("guild_scheduled_events", "soundboard_sounds")},
    }


def _guild_settings(guild: Guild) -> Payload:
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner_id),
        "icon": None,
        "description": None,
        "features": [],
        "emojis": [],
        "stickers": [],
        "preferred_locale": guild.locale,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "max_members": 500000,
    }
