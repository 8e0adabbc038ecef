"""/policy check: what a member may do in a place, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.interactions.localised import described
from bot.interactions.policy.check import tell_check
from bot.texts.text import text
from cogs.policy import Place, group_of

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom


@app_commands.command(name="check", description=described(text("policy.check")))
@app_commands.checks.has_permissions(manage_guild=True)
@app_commands.describe(
    member=described(text("policy.check.member")),
    channel=described(text("policy.check.channel")),
)
async def check(
    interaction: discord.Interaction[Darkroom], member: discord.User, channel: Place | None = None
) -> None:
    """Tell what a member may do there, by permissions, rules, roles and what is used up."""
    await tell_check(interaction, member, channel.id if channel else None)


async def setup(bot: Darkroom) -> None:
    """Put the command into its group, whose cog is loaded."""
    group_of(bot).add_command(check)
