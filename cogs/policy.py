"""/policy: the rules of a server, a category, a channel or a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.app_commands import AppCommandChannel, AppCommandThread, Range
from discord.ext import commands

from bot.domain.stated import stated
from bot.interactions.localised import choice, described, languages
from bot.interactions.policy.answers import change_policy, reset_policy, tell_policy
from bot.interactions.policy.log_channel import log_warnings
from bot.interactions.policy.target import target_of
from bot.texts.text import text
from bot.views.policy.rules import ACTIONS, BUTTONS

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom

Place = AppCommandChannel | AppCommandThread

WHERE = described(text("policy.channel"))


@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class Policy(commands.GroupCog, name="policy", description=described(text("policy"))):
    """Show, set and reset the rules of a place."""

    @app_commands.command(description=described(text("policy.show")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(channel=WHERE)
    async def show(
        self, interaction: discord.Interaction[Darkroom], channel: Place | None = None
    ) -> None:
        """Show the rules in force and where each comes from."""
        await tell_policy(interaction, target_of(interaction, channel))

    @app_commands.command(name="set", description=described(text("policy.set")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(
        channel=WHERE,
        threshold=described(text("policy.threshold")),
        detector_threshold=described(text("policy.detector_threshold")),
        level=described(text("policy.level")),
        detection=described(text("policy.detection")),
        action=described(text("policy.action")),
        review_channel=described(text("policy.review_channel")),
        enabled=described(text("policy.enabled")),
        max_images=described(text("policy.max_images")),
        max_pixels=described(text("policy.max_pixels")),
        max_steps=described(text("policy.max_steps")),
        cooldown_seconds=described(text("policy.cooldown_seconds")),
        daily_images=described(text("policy.daily_images")),
        buttons=described(text("policy.buttons")),
        reports_to_blur=described(text("policy.reports_to_blur")),
        metadata=described(text("policy.metadata")),
        language=described(text("policy.language")),
        show_cost=described(text("policy.show_cost")),
        log_channel=described(text("policy.log_channel")),
        retention_days=described(text("policy.retention_days")),
    )
    @app_commands.choices(
        action=[choice(words, action.value) for action, words in ACTIONS.items()],
        buttons=[choice(words, who.value) for who, words in BUTTONS.items()],
        language=languages(),
    )
    async def set_(  # noqa: PLR0913, PLR0917 - one parameter for each option
        self,
        interaction: discord.Interaction[Darkroom],
        channel: Place | None = None,
        threshold: Range[float, 0.0, 100.0] | None = None,
        detector_threshold: Range[float, 0.0, 100.0] | None = None,
        level: Range[int, 0, 2] | None = None,
        detection: bool | None = None,  # noqa: FBT001 - the option's type
        action: str | None = None,
        review_channel: discord.TextChannel | None = None,
        enabled: bool | None = None,  # noqa: FBT001 - the option's type
        max_images: Range[int, 1, 8] | None = None,
        max_pixels: Range[int, 16384, 16777216] | None = None,
        max_steps: Range[int, 1, 100] | None = None,
        cooldown_seconds: Range[int, 0, 86400] | None = None,
        daily_images: Range[int, 0, 10000] | None = None,
        buttons: str | None = None,
        reports_to_blur: Range[int, 1, 50] | None = None,
        metadata: bool | None = None,  # noqa: FBT001 - the option's type
        language: str | None = None,
        show_cost: bool | None = None,  # noqa: FBT001 - the option's type
        log_channel: discord.TextChannel | None = None,
        retention_days: Range[int, 1, 3650] | None = None,
    ) -> None:
        """Change some of the rules; those not named stay."""
        target = target_of(interaction, channel)
        warnings = log_warnings(target, log_channel, retention_days)
        # Each rule has the name of its option.
        rules = {name: said for name, said in interaction.namespace if name != "channel"}
        patch = stated(**{name: getattr(said, "id", said) for name, said in rules.items()})
        await change_policy(interaction, target, patch, warnings=warnings)

    @app_commands.command(description=described(text("policy.reset")))
    @app_commands.checks.has_permissions(manage_guild=True)
    @app_commands.describe(channel=WHERE)
    async def reset(
        self, interaction: discord.Interaction[Darkroom], channel: Place | None = None
    ) -> None:
        """Let a place inherit its rules again."""
        await reset_policy(interaction, target_of(interaction, channel))


def group_of(bot: Darkroom) -> app_commands.Group:
    """Return the group of /policy, whose cog is loaded, for those who put commands into it."""
    cog = bot.get_cog("policy")
    group = cog.app_command if isinstance(cog, commands.GroupCog) else None
    if not isinstance(group, app_commands.Group):
        raise TypeError("the group of /policy is not there")
    return group


async def setup(bot: Darkroom) -> None:
    """Give the bot the cog."""
    await bot.add_cog(Policy())
