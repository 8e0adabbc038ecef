"""Styles where somebody acts: which one they mean, whose they change, what lies beneath a wish."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from discord import app_commands

from bot.client.readers import locale_of, member_of
from bot.domain.ids import UserId
from bot.domain.style import Scope, matching, member, server
from bot.errors import RefusedError, StoreError
from bot.interactions.here import guild_of
from bot.jobs.styles import is_none
from bot.prompt.manner import Manner
from bot.texts.say import say
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.policy import Policy
    from bot.domain.style import Owner, SavedStyle

SUGGEST_SECONDS = 1.0
MOST_SUGGESTED = 25

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


def owner_of(
    interaction: discord.Interaction[Darkroom], *, servers: bool, changes: bool = True
) -> Owner:
    """Return whose styles somebody is about: their own, or the server's.

    Args:
        interaction: Theirs.
        servers: Whether they mean the server's.
        changes: Whether they would change something, which of the server's not all may.

    Raises:
        RefusedError: not in a server.
        discord.app_commands.MissingPermissions: they would change the server's, and may not.

    """
    guild_id = guild_of(interaction)
    if not servers:
        return member(UserId(interaction.user.id))
    if changes and not interaction.permissions.manage_guild:
        raise app_commands.MissingPermissions(["manage_guild"])
    return server(guild_id)


async def manner_of(
    interaction: discord.Interaction[Darkroom], style: object, policy: Policy
) -> Manner:
    """Return what lies beneath a wish: the style named, else the place's; and own defaults.

    Args:
        interaction: Of who wishes.
        style: Its name as it was said; None is not said.
        policy: Of the place.

    Raises:
        InvalidOptionError: there is no such style.

    """
    guild_id, styles = guild_of(interaction), interaction.client.services.styles
    if style is None:
        own, default = await asyncio.gather(
            member_of(interaction), styles.default(guild_id, policy.default_style)
        )
        return Manner(default, is_places=default is not None, own=own)
    own = await member_of(interaction)
    if is_none(style):
        return Manner(own=own)
    found = await styles.find(UserId(interaction.user.id), guild_id, style)
    return Manner(found.style, own=own)


async def complete_style(
    interaction: discord.Interaction[Darkroom], typed: str, scope: Scope | None = None
) -> list[app_commands.Choice[str]]:
    """Suggest styles for a name that is being typed: a member's own, then the server's.

    Args:
        interaction: Theirs.
        typed: The name so far.
        scope: Whose alone; None is all that may be used here.

    """
    try:
        async with asyncio.timeout(SUGGEST_SECONDS):
            found = await _within(interaction, scope)
            locale = await locale_of(interaction)
    except (StoreError, TimeoutError, RefusedError) as error:
        log.info("style.not_suggested", why=type(error).__name__)
        return []
    return [_choice(it, locale) for it in matching(found, typed)[:MOST_SUGGESTED]]


async def _within(
    interaction: discord.Interaction[Darkroom], scope: Scope | None
) -> Iterable[SavedStyle]:
    styles, guild_id = interaction.client.services.styles, guild_of(interaction)
    if scope is None:
        return await styles.within(UserId(interaction.user.id), guild_id)
    servers = scope is Scope.SERVER
    return await styles.of(owner_of(interaction, servers=servers, changes=False))


def _choice(it: SavedStyle, locale: str) -> app_commands.Choice[str]:
    name = it.style.name
    label = say(text("style.choice", name=name), locale) if it.owner.scope is Scope.SERVER else name
    return app_commands.Choice(name=label[:100], value=name)
