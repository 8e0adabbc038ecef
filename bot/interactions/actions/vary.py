"""Vary: images like one of them, by the seeds next to its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.interactions.remaking import image_of, remake

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.job import Job
    from bot.jobs.remaking import Remaking
    from bot.jobs.requests import Built
    from bot.views.component_ids import ComponentId


async def vary(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Ask for as many as there were, or as the place allows.

    Raises:
        RefusedError: whoever pressed may not have it, there is no such image, or nobody knows its
            seed.

    """

    async def make(remaking: Remaking, job: Job) -> Built:
        return await remaking.varied(job, await image_of(component, interaction, job))

    await remake(component, interaction, make)
