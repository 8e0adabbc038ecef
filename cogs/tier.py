"""/tier: what roles are given beyond what places allow."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Choice, Range
from discord.ext import commands

from bot.client.readers import locale_of
from bot.domain.ids import RoleId, UserId
from bot.domain.rules import one_of
from bot.domain.tier import EVERYTHING, NAMES, UNLIMITABLE, stated
from bot.errors import InvalidOptionError, RefusedError
from bot.interactions.answering import in_time
from bot.interactions.here import guild_of
from bot.interactions.localised import choice, described
from bot.texts.say import say
from bot.texts.text import text
from bot.views.moderation.tiers import FILE_NAME, mention, tier_view, told_tiers

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.client.discord_bot import Darkroom, Services

EVERYONE, ALL_THERE = text("tier.everyone"), text("tier.all_there")

UNLIMITED = [
    *(Choice(name=name, value=name) for name in UNLIMITABLE),
    choice(text("tier.everything"), EVERYTHING),
]
LIMITS = [Choice(name=name, value=name) for name in NAMES]


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Tier(commands.GroupCog, name="tier", description=described(text("tier"))):
    """Set, remove and list the limits of roles."""

    def __init__(self, services: Services) -> None:
        """Keep them with ``services.tiers``."""
        self._tiers = services.tiers

    @app_commands.command(name="set", description=described(text("tier.set")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(
        role=described(text("tier.role")),
        max_images=described(text("policy.max_images")),
        max_pixels=described(text("policy.max_pixels")),
        max_steps=described(text("policy.max_steps")),
        cooldown_seconds=described(text("policy.cooldown_seconds")),
        hourly_images=described(text("policy.hourly_images")),
        daily_images=described(text("policy.daily_images")),
        jobs=described(text("policy.jobs")),
        hires=described(text("policy.hires")),
        models=described(text("tier.models")),
        unlimited=described(text("tier.unlimited")),
    )
    @app_commands.choices(unlimited=UNLIMITED)
    async def set_(  # noqa: PLR0913, PLR0917 - one parameter for each option
        self,
        interaction: discord.Interaction[Darkroom],
        role: discord.Role,
        max_images: Range[int, 1, 8] | None = None,
        max_pixels: Range[int, 16384, 16777216] | None = None,
        max_steps: Range[int, 1, 100] | None = None,
        cooldown_seconds: Range[int, 0, 86400] | None = None,
        hourly_images: Range[int, 0, 10000] | None = None,
        daily_images: Range[int, 0, 10000] | None = None,
        jobs: Range[int, 1, 50] | None = None,
        hires: bool | None = None,  # noqa: FBT001 - the option's type
        models: Range[str, 1, 1000] | None = None,
        unlimited: str | None = None,
    ) -> None:
        """Give a role some limits; those not named stay."""
        guild_id = guild_of(interaction)
        if role.id == guild_id:
            raise RefusedError(EVERYONE)
        limits = stated(
            unlimited,
            models,
            max_images=max_images,
            max_pixels=max_pixels,
            max_steps=max_steps,
            cooldown_seconds=cooldown_seconds,
            hourly_images=hourly_images,
            daily_images=daily_images,
            jobs=jobs,
            hires=hires,
        )
        by = UserId(interaction.user.id)
        async with in_time(interaction):
            change = await self._tiers.set(guild_id, RoleId(role.id), limits, by=by)
        view = tier_view(role.id, change, await locale_of(interaction))
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(name="remove", description=described(text("tier.remove")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(
        role=described(text("tier.role_or_gone")), limit=described(text("tier.limit"))
    )
    @app_commands.choices(limit=LIMITS)
    async def remove(
        self,
        interaction: discord.Interaction[Darkroom],
        role: discord.Role | None = None,
        limit: str | None = None,
    ) -> None:
        """Take one limit or all from a role; without one, forget those of roles that are gone."""
        guild_id, by = guild_of(interaction), UserId(interaction.user.id)
        if limit is not None and limit not in NAMES:
            raise InvalidOptionError("limit", limit, one_of(NAMES))
        locale = await locale_of(interaction)
        if role is None:
            async with in_time(interaction):
                count = await self._tiers.clear(guild_id, _known_roles(interaction), by=by)
            if not count:
                raise RefusedError(ALL_THERE)
            words = say(text("tier.removed_gone", count=count), locale)
            await interaction.response.send_message(words, ephemeral=True)
            return
        called, role_id = mention(role.id), RoleId(role.id)
        async with in_time(interaction):
            change = await self._tiers.remove(guild_id, role_id, limit, called=called, by=by)
        view = tier_view(role.id, change, locale)
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(name="list", description=described(text("tier.list")))
    @app_commands.checks.has_permissions(manage_guild=True)
    async def list_(self, interaction: discord.Interaction[Darkroom]) -> None:
        """Tell what every role has, and which of them are gone."""
        tiers = await self._tiers.of_guild(guild_of(interaction))
        existing = _roles(interaction) or tiers
        told = told_tiers(tiers, existing, await locale_of(interaction))
        files = [discord.File(io.BytesIO(told.file.encode()), FILE_NAME)] if told.file else []
        await interaction.response.send_message(told.words, files=files, ephemeral=True)


def _roles(interaction: discord.Interaction[Darkroom]) -> Collection[int]:
    """Return the roles of the server; none while it is not known which there are."""
    guild = interaction.guild
    if guild is None or guild.unavailable or guild.get_role(guild.id) is None:
        return ()
    return {role.id for role in guild.roles}


def _known_roles(interaction: discord.Interaction[Darkroom]) -> Collection[int]:
    if not (roles := _roles(interaction)):
        raise RefusedError(ALL_THERE)
    return roles


async def setup(bot: Darkroom) -> None:
    """Give the bot the cog."""
    await bot.add_cog(Tier(bot.services))
