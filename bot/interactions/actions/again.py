"""Again: the same request once more, with another seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.interactions.remaking import remake

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.job import Job
    from bot.jobs.remaking import Remaking
    from bot.jobs.requests import Built
    from bot.views.component_ids import ComponentId


async def again(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Ask for the same once more.

    Raises:
        RefusedError: whoever pressed may not have it, or not here and now.

    """

    async def make(remaking: Remaking, job: Job) -> Built:
        return await remaking.again(job)

    await remake(component, interaction, make)
