"""/privacy: what a member lets be done with what they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.interactions.answering import in_time
from bot.interactions.localised import described
from bot.interactions.own_data import erase, hand_over
from bot.texts.say import say
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom, Services

OUT, IN = text("privacy.out"), text("privacy.in")


@app_commands.guild_only()
class Privacy(commands.GroupCog, name="privacy", description=described(text("privacy"))):
    """A member's own say."""

    def __init__(self, services: Services) -> None:
        """Keep who does not want to stand in galleries with ``services.opt_outs``."""
        self._opt_outs = services.opt_outs

    @app_commands.command(name="opt-out", description=described(text("privacy.opt_out")))
    @app_commands.describe(out=described(text("privacy.opt_out.out")))
    async def opt_out(
        self,
        interaction: discord.Interaction[Darkroom],
        out: bool = True,  # noqa: FBT001, FBT002 - the option's type
    ) -> None:
        """Leave galleries and showcases, or come back."""
        async with in_time(interaction):
            await self._opt_outs.set_opted_out(
                UserId(interaction.user.id), out=out, now=discord.utils.utcnow()
            )
        words = say(OUT if out else IN, await locale_of(interaction))
        await interaction.response.send_message(words, ephemeral=True)

    @app_commands.command(description=described(text("privacy.export")))
    async def export(self, interaction: discord.Interaction[Darkroom]) -> None:
        """Hand over all that is kept."""
        await hand_over(interaction)

    @app_commands.command(description=described(text("privacy.delete")))
    @app_commands.describe(confirm=described(text("privacy.delete.confirm")))
    async def delete(
        self,
        interaction: discord.Interaction[Darkroom],
        confirm: bool = False,  # noqa: FBT001, FBT002 - the option's type
    ) -> None:
        """Delete it, once they are sure."""
        await erase(interaction, is_sure=confirm)


async def setup(bot: Darkroom) -> None:
    """Give the bot the cog."""
    await bot.add_cog(Privacy(bot.services))
