"""/policy limits: what members may have of images, and what follows when they break the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import Range  # noqa: TC002 - read by discord.py from the annotation

from bot.domain.stated import stated
from bot.interactions.localised import described
from bot.interactions.policy.answers import change_policy
from bot.interactions.policy.target import target_of
from bot.texts.text import text
from cogs.policy import WHERE, Place, group_of

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom


@app_commands.command(name="limits", description=described(text("policy.limits")))
@app_commands.checks.has_permissions(manage_guild=True)
@app_commands.describe(
    channel=WHERE,
    hourly_images=described(text("policy.hourly_images")),
    jobs=described(text("policy.jobs")),
    hires=described(text("policy.hires")),
    place_hourly_images=described(text("policy.place_hourly_images")),
    place_daily_images=described(text("policy.place_daily_images")),
    strikes_to_cooldown=described(text("policy.strikes_to_cooldown")),
    strikes_to_block=described(text("policy.strikes_to_block")),
    strike_days=described(text("policy.strike_days")),
)
async def limits(  # noqa: PLR0913, PLR0917 - one parameter for each option
    interaction: discord.Interaction[Darkroom],
    channel: Place | None = None,
    hourly_images: Range[int, 0, 10000] | None = None,
    jobs: Range[int, 1, 50] | None = None,
    hires: bool | None = None,  # noqa: FBT001 - the option's type
    place_hourly_images: Range[int, 0, 100000] | None = None,
    place_daily_images: Range[int, 0, 100000] | None = None,
    strikes_to_cooldown: Range[int, 1, 100] | None = None,
    strikes_to_block: Range[int, 1, 100] | None = None,
    strike_days: Range[int, 1, 365] | None = None,
) -> None:
    """Change some of these rules; those not named stay."""
    target = target_of(interaction, channel)
    patch = stated(
        hourly_images=hourly_images,
        jobs=jobs,
        hires=hires,
        place_hourly_images=place_hourly_images,
        place_daily_images=place_daily_images,
        strikes_to_cooldown=strikes_to_cooldown,
        strikes_to_block=strikes_to_block,
        strike_days=strike_days,
    )
    await change_policy(interaction, target, patch)


async def setup(bot: Darkroom) -> None:
    """Put the command into its group, whose cog is loaded."""
    group_of(bot).add_command(limits)
