"""Who asks, read from an interaction, and the first answer to them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
import structlog

from bot.domain.ids import GuildId, UserId
from bot.domain.job import Address
from bot.errors import DeliveryError, RefusedError
from bot.jobs.service import Caller
from bot.views.finder import find_message
from bot.views.permissions import check_permissions
from bot.views.places import UNPLACED
from bot.views.status import status_view

if TYPE_CHECKING:
    from bot.discord_bot import Darkroom
    from bot.domain.job import Job
    from bot.domain.ports import Status

ALREADY_ANSWERED = 40060
UNKNOWN_INTERACTION = 10062

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def caller_of(interaction: discord.Interaction[Darkroom]) -> Caller:
    """Read who asks and where, once the bot is known to be allowed to post there.

    Raises:
        RefusedError: not in a server, the bot lacks a permission in this channel, or it cannot
            be told for now whose policies apply there.

    """
    if interaction.guild_id is None:
        raise RefusedError("This works in servers only.")
    if interaction.channel_id is None:
        raise RefusedError(UNPLACED)
    is_thread = isinstance(interaction.channel, discord.Thread)
    check_permissions(interaction.app_permissions, is_thread=is_thread)
    guild_id = GuildId(interaction.guild_id)
    return Caller(
        user_id=UserId(interaction.user.id),
        guild_id=guild_id,
        places=await interaction.client.services.places.here(guild_id, interaction.channel_id),
        address=Address(
            application_id=interaction.application_id,
            interaction_id=interaction.id,
            token=interaction.token,
            channel_id=interaction.channel_id,
            size_limit=interaction.filesize_limit,
        ),
    )


async def answer(
    interaction: discord.Interaction[Darkroom], job: Job, status: Status, *, until: float
) -> None:
    """Give the first answer, which is the status message, and let the work begin.

    What cannot be told (a lost reply, a late one) is left to the jobs: a few seconds later
    they ask Discord whether the answer is there (contract section 5).

    Args:
        interaction: The command's.
        job: Saved, not yet answered.
        status: How it stands.
        until: The event loop's time after which an answer no longer counts.

    """
    jobs = interaction.client.services.jobs
    view = status_view(job, status)
    try:
        async with asyncio.timeout_at(until):
            sent = await interaction.response.send_message(view=view, ephemeral=job.request.private)
    except discord.HTTPException as error:
        log.warning("answer.failed", job=job.id, status=error.status, code=error.code)
        if error.code == UNKNOWN_INTERACTION:
            await jobs.withdraw(job.id)
        message_id = await _delivered(interaction, job) if error.code == ALREADY_ANSWERED else None
    except Exception as error:  # noqa: BLE001 - whatever cut it, the jobs ask whether it arrived
        log.warning("answer.lost", job=job.id, why=type(error).__name__)
        message_id = await _delivered(interaction, job)
    else:
        message_id = sent.message_id or await _delivered(interaction, job)
    if message_id is not None:
        await jobs.answered(job, status, message_id)


async def _delivered(interaction: discord.Interaction[Darkroom], job: Job) -> int | None:
    """Return the id of an answer of which we only know that Discord may have it.

    None is no proof: it may still arrive. The jobs ask again a few seconds later.
    """
    try:
        return await find_message(interaction.client, job, interaction.created_at)
    except DeliveryError as error:
        log.warning("answer.not_found", job=job.id, why=str(error))
        return None
