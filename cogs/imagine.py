"""/imagine: one generation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from discord import app_commands

from bot.delivery.first_answer import answer
from bot.domain.capabilities import offered
from bot.interactions.callers import caller_of
from bot.interactions.localised import described
from bot.jobs.service import Origin
from bot.prompt.slash import slash_options
from bot.texts.say import say
from bot.texts.text import text
from cogs.parameters import takes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.discord_bot import Darkroom, Services
    from bot.domain.options import Option

    Command = app_commands.Command[Any, ..., None]


def imagine_command(services: Services, rows: Sequence[Option]) -> Command:
    """Return the command that asks for images, with an option for each of ``rows``."""

    @app_commands.command(description=described(text("imagine")))
    @app_commands.guild_only()
    @takes(rows, required="prompt")
    async def imagine(
        interaction: discord.Interaction[Darkroom], /, prompt: str, **given: object
    ) -> None:
        """Draw images from words."""
        asked_at = asyncio.get_running_loop().time()
        with services.courtesy.answering():
            caller = await caller_of(interaction, private=given["private"] is True)
            policy = await services.policies.in_force(caller.guild_id, caller.places)
            options = slash_options(given)
            built = await services.requests.build(prompt, options, policy.maxima)
            note = say(built.adjusted, caller.address.locale) if built.adjusted else ""
            job, status = await services.jobs.accept(
                built.request, caller, policy, Origin(note=note)
            )
        await answer(interaction, job, status, asked_at=asked_at)

    return imagine


async def setup(bot: Darkroom) -> None:
    """Give the bot the command, with the options that its engine takes."""
    rows = offered(bot.services.requests.capabilities)
    bot.tree.add_command(imagine_command(bot.services, rows))
