"""Tell how images came about, by a button or by the menu of their message."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import discord

from bot.client.readers import locale_of
from bot.domain.ids import JobId
from bot.errors import RefusedError
from bot.interactions.answering import in_time
from bot.interactions.pictured import pictures_of
from bot.interactions.pressing import known_to, soon
from bot.texts.text import text
from bot.views.carried import carried
from bot.views.component_ids import parse
from bot.views.details import Details, details_view
from bot.views.lineage import MOST_CHILDREN

if TYPE_CHECKING:
    from bot.client.discord_bot import Darkroom
    from bot.domain.job import Job
    from bot.interactions.pressing import Pressed

DELETED = text("details.deleted")
NOT_MINE = text("message.not_mine")
NO_IMAGES = text("message.no_images")

POSTED = re.compile(r"([A-Za-z0-9]{1,32})-\d{1,2}(?:-blurred)?\.(?:jpg|png|webp)")
"""The name of a file that we posted, which begins with its job."""

MOST_NAMED = 3
"""Jobs that a message names by its components; a result names one."""


async def tell(interaction: discord.Interaction[Darkroom], press: Pressed) -> None:
    """Answer with all that is known of a job, to who asks alone.

    Raises:
        RefusedError: it was deleted, and is not theirs; or it cannot be looked up for now.

    """
    job = press.job
    if job.deleted_by is not None and not (press.is_theirs or press.may_manage):
        raise RefusedError(DELETED)
    async with in_time(interaction):
        told = await soon(_gathered(interaction, press))
        view, files = details_view(told, await locale_of(interaction))
        await interaction.response.send_message(
            view=view,
            files=[discord.File(io.BytesIO(it.encode()), name) for name, it in files.items()],
            ephemeral=True,
        )


async def asked_about(
    interaction: discord.Interaction[Darkroom], message: discord.Message
) -> Pressed:
    """Return the job of a message that a command was used on.

    Raises:
        RefusedError: the message is not ours, or shows no job of this server's that this member
            may know of; or that cannot be told for now.

    """
    if message.author != interaction.client.user:
        raise RefusedError(NOT_MINE)
    job = await soon(_job_of(interaction, message))
    if job is None or job.guild_id != interaction.guild_id:
        raise RefusedError(NO_IMAGES)
    return known_to(interaction, job)


async def _job_of(
    interaction: discord.Interaction[Darkroom], message: discord.Message
) -> Job | None:
    """Find the job by the message, else by what can be pressed there or by the names of files.

    Images that are shown once more, elsewhere, have no buttons.
    """
    services = interaction.client.services
    job = await services.finder.of_message(message.id)
    if job is not None:
        return job
    parsed = (parse(custom_id) for _, custom_id in carried(message.components))
    files = (POSTED.fullmatch(it.name) for it in pictures_of(message))
    pressable = [it.job_id for it in parsed if it is not None]
    named = dict.fromkeys([*pressable, *(JobId(it[1]) for it in files if it is not None)])
    for job_id in list(named)[:MOST_NAMED]:
        if (job := await services.jobs.found(job_id)) is not None:
            return job
    return None


async def _gathered(interaction: discord.Interaction[Darkroom], press: Pressed) -> Details:
    services, job = interaction.client.services, press.job
    titles = {engine.name: engine.title for engine in services.requests.engines}
    return Details(
        job=job,
        images=await services.images.of(job.id),
        engine=titles.get(job.engine, job.engine),
        parent=await _parent(interaction, job.parent_job),
        children=await services.finder.made_from(job.id, MOST_CHILDREN + 1),
        for_moderators=press.may_manage,
    )


async def _parent(interaction: discord.Interaction[Darkroom], job_id: JobId | None) -> Job | None:
    """Return what a job was made from, if anybody may be led there."""
    if job_id is None:
        return None
    parent = await interaction.client.services.jobs.found(job_id)
    if parent is None or parent.request.private or parent.deleted_by is not None:
        return None
    return parent if parent.guild_id == interaction.guild_id else None
