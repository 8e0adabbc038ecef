"""Who reads an answer, and in which language: what they chose, else what Discord says."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Protocol, cast

import structlog

from bot.domain.ids import UserId
from bot.domain.member import NOBODY

if TYPE_CHECKING:
    import discord

    from bot.domain.member import Member

PATIENCE = 0.3
"""Seconds for the database: an answer in another language is better than a late one."""

_KNOWN = "member"
"""What of an interaction is known: it is read once, whoever asks later."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Members(Protocol):
    """What members set for themselves."""

    async def get(self, user_id: UserId, /) -> Member:
        """Return it; of who set nothing, nothing is said."""
        ...


async def member_of(interaction: discord.Interaction[Any]) -> Member:
    """Return what whoever acts has set for themselves; nothing where that cannot be told soon."""
    if _KNOWN not in interaction.extras:
        interaction.extras[_KNOWN] = await _read(interaction)
    return cast("Member", interaction.extras[_KNOWN])


async def locale_of(interaction: discord.Interaction[Any]) -> str:
    """Return the locale of all that whoever acts reads alone."""
    return (await member_of(interaction)).language or str(interaction.locale)


def locale_here(interaction: discord.Interaction[Any], language: str | None) -> str:
    """Return the locale of what all read where somebody acts.

    Args:
        interaction: Theirs.
        language: What the policy of the place says.

    """
    return language or str(interaction.guild_locale or interaction.locale)


async def _read(interaction: discord.Interaction[Any]) -> Member:
    try:
        members: Members = interaction.client.services.members
        async with asyncio.timeout(PATIENCE):
            return await members.get(UserId(interaction.user.id))
    except Exception as error:  # noqa: BLE001 - an answer in another language is better than none
        log.warning("member.not_read", why=type(error).__name__)
        return NOBODY
