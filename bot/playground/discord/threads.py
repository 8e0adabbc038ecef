"""What may be done in a thread that is archived or locked.

Source: https://docs.discord.com/developers/topics/threads
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.playground.discord.permissions import Permission
from bot.playground.discord.place_payloads import channel_payload
from bot.playground.discord.refusals import ARCHIVED, MISSING_PERMISSIONS, RefusalError

if TYPE_CHECKING:
    from bot.playground.discord.places import Channel
    from bot.playground.discord.state import State


def settle(thread: Channel, *, archived: bool, locked: bool) -> None:
    """Archive or lock a thread, or take it out again."""
    if archived is not thread.archived:
        thread.archive_at = datetime.now(UTC)
    thread.archived, thread.locked = archived, locked


def check_edit(channel: Channel, permissions: int) -> None:
    """Check that a message may be changed by one with these permissions.

    Raises:
        RefusalError: the thread is archived (50083), or locked (50013).

    """
    if channel.archived:
        raise RefusalError(*ARCHIVED)
    if channel.locked and not permissions & Permission.MANAGE_THREADS:
        raise RefusalError(*MISSING_PERMISSIONS)


def check_delete(channel: Channel, permissions: int) -> None:
    """Check that a message may be deleted by one with these permissions.

    Raises:
        RefusalError: the thread is archived and locked (50083).

    """
    may_manage = permissions & Permission.MANAGE_THREADS
    if channel.archived and channel.locked and not may_manage:
        raise RefusalError(*ARCHIVED)


def reopen_to_post(state: State, channel: Channel, permissions: int) -> None:
    """Take a thread out of the archive, as a new message in it does.

    Raises:
        RefusalError: it is locked to one with these permissions: archived (50083), or not (50013).

    """
    if channel.locked and not permissions & Permission.MANAGE_THREADS:
        raise RefusalError(*(ARCHIVED if channel.archived else MISSING_PERMISSIONS))
    if channel.archived:
        change(state, channel, archived=False, locked=channel.locked)


def change(state: State, thread: Channel, *, archived: bool, locked: bool) -> None:
    """Archive or lock a thread, or take it out again, and tell the bot of it soon."""
    settle(thread, archived=archived, locked=locked)
    state.notifier.notify()
    told = channel_payload(thread)
    state.errands.run(state.gateway.tell("THREAD_UPDATE", told, guild_id=thread.guild_id))
