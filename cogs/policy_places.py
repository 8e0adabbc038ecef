"""/policy places: where results go beside their own channel, and what they are made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Range  # noqa: TC002 - read by discord.py from the annotation

from bot.domain.stated import stated
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.here import guild_of
from bot.interactions.localised import described
from bot.interactions.permissions import missing_permissions
from bot.interactions.places import is_age_restricted
from bot.interactions.policy.answers import change_policy
from bot.interactions.policy.target import target_of
from bot.texts.text import text
from cogs.policy import WHERE, Place, group_of

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom

OPEN_TO_ALL = text("policy.warning.showcase")


@app_commands.command(name="places", description=described(text("policy.places")))
@app_commands.checks.has_permissions(manage_guild=True)
@app_commands.describe(
    channel=WHERE,
    default_style=described(text("policy.default_style")),
    stars=described(text("policy.stars")),
    showcase_channel=described(text("policy.showcase_channel")),
)
async def places(
    interaction: discord.Interaction[Darkroom],
    channel: Place | None = None,
    default_style: Range[str, 1, 80] | None = None,
    stars: bool | None = None,  # noqa: FBT001 - the option's type
    showcase_channel: discord.TextChannel | None = None,
) -> None:
    """Change some of these rules; those not named stay."""
    target = target_of(interaction, channel)
    patch = stated(
        default_style=await _style(interaction, default_style),
        stars=stars,
        showcase_channel=showcase_channel.id if showcase_channel else None,
    )
    warnings = [OPEN_TO_ALL] if showcase_channel and _is_open(interaction, showcase_channel) else []
    if showcase_channel is not None:
        _check_may_post(showcase_channel)
    await change_policy(interaction, target, patch, warnings=warnings)


async def _style(interaction: discord.Interaction[Darkroom], name: str | None) -> str | None:
    """Return the name of a style of the server, as it is spelled there."""
    if name is None or not name.strip():
        return name and ""
    async with in_time(interaction):
        return await interaction.client.services.styles.default_called(guild_of(interaction), name)


def _check_may_post(showcase: discord.TextChannel) -> None:
    """Refuse a showcase into which the bot may post nothing.

    Raises:
        RefusedError: it lacks a permission there; the text says which.

    """
    allowed = showcase.permissions_for(showcase.guild.me)
    if missing := missing_permissions(allowed, is_thread=False):
        names = tuple(missing)
        where = f"<#{showcase.id}>"
        raise RefusedError(text("policy.showcase.cannot_post", channel=where, permissions=names))


def _is_open(interaction: discord.Interaction[Darkroom], showcase: discord.TextChannel) -> bool:
    """Whether minors read a showcase, while the server has channels for adults."""
    channels = interaction.guild.channels if interaction.guild else ()
    return not is_age_restricted(showcase) and any(map(is_age_restricted, channels))


async def setup(bot: Darkroom) -> None:
    """Put the command into its group, whose cog is loaded."""
    group_of(bot).add_command(places)
