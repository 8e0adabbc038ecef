"""/imagine: one generation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from discord import app_commands
from discord.ext import commands

from bot.delivery.first_answer import answer
from bot.domain.options import OPTIONS
from bot.interactions.callers import caller_of
from bot.interactions.localised import described
from bot.jobs.service import Origin
from bot.prompt.slash import slash_options
from bot.texts.say import say
from bot.texts.text import text
from cogs.parameters import takes

if TYPE_CHECKING:
    import discord

    from bot.discord_bot import Darkroom, Services


class Imagine(commands.Cog):
    """Ask for images."""

    def __init__(self, services: Services) -> None:
        """Place jobs through ``services``."""
        self._services = services

    @app_commands.command(description=described(text("imagine")))
    @app_commands.guild_only()
    @takes([row for row in OPTIONS if row.about], required="prompt")
    async def imagine(
        self, interaction: discord.Interaction[Darkroom], /, prompt: str, **given: object
    ) -> None:
        """Draw images from words."""
        asked_at = asyncio.get_running_loop().time()
        with self._services.courtesy.answering():
            caller = await caller_of(interaction, private=given["private"] is True)
            policy = await self._services.policies.in_force(caller.guild_id, caller.places)
            options = slash_options(given)
            built = await self._services.requests.build(prompt, options, policy.maxima)
            note = say(built.adjusted, caller.address.locale) if built.adjusted else ""
            origin = Origin(note=note)
            job, status = await self._services.jobs.accept(built.request, caller, policy, origin)
        await answer(interaction, job, status, asked_at=asked_at)


async def setup(bot: Darkroom) -> None:
    """Give the bot the cog."""
    await bot.add_cog(Imagine(bot.services))
