"""Hear of changes in servers: a channel, a thread or a role may be opened or closed at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.client.discord_bot import Darkroom

EVENTS = (
    "on_guild_channel_update",
    "on_guild_role_create",
    "on_guild_role_update",
    "on_guild_available",
    "on_guild_join",
    "on_raw_thread_update",
)
"""After these others may read a channel than before, and we may go where we might not."""


def listen(bot: Darkroom, *heard: Callable[[int | None], None]) -> None:
    """Tell ``heard`` of each change, and in which server it was; None where that is not told."""

    async def hear(*told: object) -> None:
        guild_id = guild_of(told[-1])
        for each in heard:
            each(guild_id)

    for event in EVENTS:
        bot.add_listener(hear, event)


def guild_of(told: object) -> int | None:
    """Return the server of what an event tells of: of a channel, a role or itself."""
    guild_id = getattr(told, "guild_id", None) or getattr(getattr(told, "guild", told), "id", None)
    return guild_id if isinstance(guild_id, int) else None
