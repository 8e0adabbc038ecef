"""The door before everything that is used or pressed: who is blocked passes with little.

Whatever makes images asks once more when it takes the job on, and of whom nothing can be told takes
none. So that here, where that is so, all pass: most of what is used does no harm.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

import structlog

from bot.domain.ids import GuildId, UserId
from bot.domain.moderation.block import words_of
from bot.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.moderation.people import People

LOOK_SECONDS = 1.0
"""For the look: an answer counts for 3 s only."""

READING = frozenset(
    {"cases", "gallery", "help", "history", "models", "privacy", "queue", "settings", "usage"}
)
"""Commands that only tell something, or are about one's own data: whoever is blocked has them."""

OWN = frozenset({"appeal", "cancel", "delete", "page"})
"""Actions on what is one's own, and the pages of what is told: likewise."""

MODERATING = frozenset(
    {"approve", "block", "deny", "grant", "keep", "look", "pick", "remember", "remove", "tune"}
)
"""Actions of moderators, who keep their tools; each of them checks who presses, and what is picked
to make images is asked about again."""

CHANGING = frozenset({"undo"})
"""Actions of those who may change a server's rules; likewise."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def ensure_may_use(interaction: discord.Interaction[Any]) -> None:
    """Let whoever is blocked use what only tells something, and moderators what is for them.

    Raises:
        RefusedError: they are blocked; it says until when.

    """
    name = str(_data(interaction).get("name", ""))
    if name not in READING and not _is_for_moderators(interaction, name):
        await _ensure_unblocked(interaction)


async def ensure_may_press(interaction: discord.Interaction[Any], action: str) -> None:
    """Let whoever is blocked press what is about their own, and moderators what is for them.

    Raises:
        RefusedError: they are blocked; it says until when.

    """
    may = interaction.permissions
    is_tool = (action in MODERATING and may.manage_messages) or (
        action in CHANGING and may.manage_guild
    )
    if action not in OWN and not is_tool:
        await _ensure_unblocked(interaction)


def _is_for_moderators(interaction: discord.Interaction[Any], name: str) -> bool:
    """Whether a command is one that Discord shows to moderators alone, and this is one."""
    command = interaction.client.tree.get_command(name)
    needed: discord.Permissions | None = getattr(command, "default_permissions", None)
    return needed is not None and needed.value != 0 and interaction.permissions >= needed


async def _ensure_unblocked(interaction: discord.Interaction[Any]) -> None:
    guild_id = interaction.guild_id
    if guild_id is None:
        return
    try:
        people: People = interaction.client.services.moderation.people
        async with asyncio.timeout(LOOK_SECONDS):
            standing = await people.standing(GuildId(guild_id), UserId(interaction.user.id))
    except Exception as error:  # noqa: BLE001 - what makes images asks again, and then says no
        log.warning("member.standing_unknown", why=type(error).__name__)
        return
    held = standing.blocked(people.now())
    if held is not None:
        raise RefusedError(words_of(held))


def _data(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", interaction.data or {})
