"""Who asks, read from an interaction, and the first answer to them."""

from __future__ import annotations

import asyncio
import itertools
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog

from bot import metrics
from bot.domain.ids import GuildId, UserId
from bot.domain.job import Address
from bot.errors import DeliveryError, RefusedError
from bot.jobs.service import Caller
from bot.views.finder import find_message
from bot.views.permissions import check_permissions
from bot.views.places import UNPLACED
from bot.views.routes import given_message_id, respond
from bot.views.status import status_view

if TYPE_CHECKING:
    from bot.discord_bot import Darkroom
    from bot.domain.job import Job
    from bot.domain.ports import Status
    from bot.views.exchange import Answer

ANSWER_SECONDS = 2.5
"""From the command's arrival; Discord counts no answer after 3 s."""

PAUSE = 0.3
"""Seconds before an answer that Discord did not take is given again; grows with each."""

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
    interaction: discord.Interaction[Darkroom], job: Job, status: Status, *, asked_at: float
) -> None:
    """Give the first answer, which is the status message, and let the work begin.

    What cannot be told (a lost reply, a late one) is left to the jobs: a few seconds later
    they ask Discord whether the answer is there (contract section 5).

    Args:
        interaction: The command's.
        job: Saved, not yet answered.
        status: How it stands.
        asked_at: The event loop's time when the command arrived.

    """
    jobs = interaction.client.services.jobs
    clock = asyncio.get_running_loop().time
    try:
        given = await _given(interaction, job, status, until=asked_at + ANSWER_SECONDS)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        log.warning("answer.lost", job=job.id, why=type(error).__name__)
        message_id = await _delivered(interaction, job)
    else:
        metrics.ANSWER_SECONDS.observe(clock() - asked_at)
        message_id = await _message_id(interaction, job, given)
    if message_id is not None:
        await jobs.answered(job, status, message_id)


async def _given(
    interaction: discord.Interaction[Darkroom], job: Job, status: Status, *, until: float
) -> Answer:
    """Answer, and again while Discord has a fault: it takes only one answer."""
    view, clock = status_view(job, status), asyncio.get_running_loop().time
    for attempt in itertools.count(1):
        given = await respond(
            interaction.client,
            job.address,
            view,
            private=job.request.private,
            seconds=until - clock(),
        )
        pause = max(given.retry_after or 0.0, PAUSE * attempt)
        is_passing = given.status == 429 or given.status >= 500
        if not is_passing or clock() + pause >= until:
            return given
        await asyncio.sleep(pause)
    raise AssertionError("counting never ends")


async def _message_id(
    interaction: discord.Interaction[Darkroom], job: Job, given: Answer
) -> int | None:
    """Return the id of the message that a callback made; None when there is none, or it may be."""
    if given.is_taken:
        return given_message_id(given) or await _delivered(interaction, job)
    log.warning("answer.failed", job=job.id, status=given.status, code=given.code)
    if given.code == UNKNOWN_INTERACTION:
        await interaction.client.services.jobs.withdraw(job.id)
    return await _delivered(interaction, job) if given.code == ALREADY_ANSWERED else None


async def _delivered(interaction: discord.Interaction[Darkroom], job: Job) -> int | None:
    """Return the id of an answer of which we only know that Discord may have it.

    None is no proof: it may still arrive. The jobs ask again a few seconds later.
    """
    try:
        return await find_message(interaction.client, job, interaction.created_at)
    except DeliveryError as error:
        log.warning("answer.not_found", job=job.id, why=str(error))
        return None
