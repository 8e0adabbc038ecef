"""Delete: whoever asked for images, or a moderator, takes them away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.client.arrivals import answer_by
from bot.client.explaining import reason
from bot.client.readers import locale_of
from bot.domain.ids import UserId
from bot.errors import RefusedError
from bot.interactions.pressing import pressed
from bot.texts.say import say
from bot.texts.text import text
from bot.views.ended import ended_view

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.domain.job import Job
    from bot.views.component_ids import ComponentId

LAST_SECONDS = 0.5
"""Of the time there is, kept for saying so where the message cannot be changed by the answer."""

NOT_YOURS = text("delete.not_yours")
DELETED = text("delete.done")

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def delete(component: ComponentId, interaction: discord.Interaction[Darkroom], /) -> None:
    """Delete the images and show it; what cannot be shown in time is left to the jobs.

    Raises:
        RefusedError: there is no such job, it has no images, or this member may not delete them.

    """
    press = await pressed(component, interaction)
    if not (press.is_theirs or press.may_manage):
        raise RefusedError(NOT_YOURS)
    services = interaction.client.services
    job = await services.deletions.delete(press.job, by=UserId(interaction.user.id))
    services.elsewhere.tidy()
    services.moderation.cards.look_again()
    shown = await _shown(interaction, job)
    # What was still to be shown may be on its way, and land over what is said here.
    await services.jobs.cancel_told(job.id, shown=shown and job.shown)


async def _shown(interaction: discord.Interaction[Darkroom], job: Job) -> bool:
    """Answer, best by the message itself; return whether the job's own shows no image any more.

    What is pressed may be the images once more, elsewhere; a list that only one member sees stays.
    """
    until = answer_by(interaction)
    message = interaction.message
    is_own = message is not None and message.id == job.address.message_id
    try:
        if message is not None and (is_own or not message.flags.ephemeral):
            async with asyncio.timeout_at(until - LAST_SECONDS):
                await interaction.response.edit_message(
                    view=ended_view(job, job.address.locale), attachments=[]
                )
            return is_own
    except Exception as error:  # noqa: BLE001 - they are deleted all the same; the jobs show it
        log.warning("delete.not_shown", job=job.id, why=reason(error))
    await _told(interaction, until)
    return False


async def _told(interaction: discord.Interaction[Darkroom], until: float) -> None:
    """Tell who pressed that it is done; the message follows."""
    try:
        async with asyncio.timeout_at(until):
            await interaction.response.send_message(
                say(DELETED, await locale_of(interaction)), ephemeral=True
            )
    except Exception as error:  # noqa: BLE001 - the message itself will say it
        log.info("delete.not_told", why=reason(error))
