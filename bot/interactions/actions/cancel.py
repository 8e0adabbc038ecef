"""Cancel: the member who asked, or a moderator, ends a job."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.client.arrivals import answer_by
from bot.domain.ids import UserId
from bot.views.ended import ended_view

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.views.component_ids import ComponentId

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def cancel(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """End the job and show it; what cannot be shown in time is left to the jobs.

    Raises:
        RefusedError: there is no such job, it has ended, or this member may not end it.

    """
    jobs = interaction.client.services.jobs
    job = await jobs.cancel(
        component.job_id,
        by=UserId(interaction.user.id),
        guild_id=interaction.guild_id,
        may_manage=interaction.permissions.manage_messages,
    )
    shown = False
    try:
        async with asyncio.timeout_at(answer_by(interaction)):
            await interaction.response.edit_message(view=ended_view(job, job.address.locale))
        shown = True
    except Exception as error:  # noqa: BLE001 - it has ended all the same; the jobs show it
        log.warning("cancel.not_shown", job=job.id, why=type(error).__name__)
    await jobs.cancel_told(job.id, shown=shown)
