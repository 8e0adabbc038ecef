"""Autocomplete of model names, one or a list of them, within Discord's limits."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from discord import app_commands

from bot.domain.ids import UserId
from bot.domain.kinds import Name
from bot.errors import RefusedError, StoreError
from bot.interactions.here import guild_of, policy_here
from bot.jobs.suggesting import Wanted
from bot.prompt import completing

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.kinds import Names, Strengths
    from bot.domain.models import ModelKind

SECONDS = 2.0
"""For everything that is asked on the way; Discord takes an answer within three."""

MAX_LENGTH = completing.LONGEST

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def complete(
    interaction: discord.Interaction[Darkroom], kind: Name | Names | Strengths, typed: str
) -> list[app_commands.Choice[str]]:
    """Suggest models for an option, at most 25; none where it cannot be told what is allowed."""
    if kind.of is None:
        return []
    try:
        async with asyncio.timeout(SECONDS):
            wanted = await _wanted(interaction, kind.of, typed)
            if isinstance(kind, Name):
                return await _names(interaction.client, wanted)
            return await _lists(interaction.client, kind, wanted)
    except (RefusedError, StoreError, TimeoutError) as error:
        log.info("suggestions.none", why=type(error).__name__)
        return []


async def _wanted(interaction: discord.Interaction[Darkroom], of: ModelKind, typed: str) -> Wanted:
    guild_id, user_id = guild_of(interaction), UserId(interaction.user.id)
    policy, favourites = await asyncio.gather(
        policy_here(interaction),
        interaction.client.services.favourites.of(guild_id, user_id, of),
    )
    model = getattr(interaction.namespace, "model", None)
    chosen = model if isinstance(model, str) else ""
    return Wanted(kind=of, typed=typed, policy=policy, favourites=favourites, model=chosen)


async def _names(bot: Darkroom, wanted: Wanted) -> list[app_commands.Choice[str]]:
    models = await bot.services.suggesting.models(wanted)
    return [_choice(completing.shown(it), it.name) for it in models if _fits(it.name)]


async def _lists(
    bot: Darkroom, kind: Names | Strengths, wanted: Wanted
) -> list[app_commands.Choice[str]]:
    typed = completing.typed(wanted.typed)
    if len(typed.names) >= kind.most or not _fits(typed.before):
        return []
    wanted = replace(wanted, typed=typed.name, named=typed.names)
    if typed.strength is not None:
        model = await bot.services.suggesting.meant(wanted)
        name = model.name if model else typed.name
        entries = completing.with_strengths(name, typed.strength, kind) if name else []
        return [_choice(it, it) for each in entries if _fits(it := f"{typed.before}{each}")]
    models = await bot.services.suggesting.models(wanted)
    found = [(f"{typed.before}{model.name}", model) for model in models]
    return [
        _choice(completing.shown_in_list(value, model), value)
        for value, model in found
        if _fits(value)
    ]


def _choice(name: str, value: str) -> app_commands.Choice[str]:
    return app_commands.Choice(name=name, value=value)


def _fits(value: str) -> bool:
    """A value that is too long for Discord is left out: cut short, it would name nothing."""
    return len(value) <= MAX_LENGTH
