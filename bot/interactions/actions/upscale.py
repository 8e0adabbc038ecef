"""Upscale: one image once more, larger."""

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


async def upscale(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Ask for an image by its seed and settings, enlarged and refined.

    Raises:
        RefusedError: whoever pressed may not have it, there is no such image, nobody knows its
            seed, or it is as large as it gets here.

    """

    async def make(remaking: Remaking, job: Job) -> Built:
        return await remaking.upscaled(job, await image_of(component, interaction, job))

    await remake(component, interaction, make)
