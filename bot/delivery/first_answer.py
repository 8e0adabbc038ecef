"""The first answer to a command, which is the status message: given once, and asked for if lost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import structlog
from discord.http import Route

from bot import metrics
from bot.client.arrivals import ANSWER_SECONDS
from bot.delivery.contents import alone, message
from bot.delivery.exchange import ask
from bot.delivery.finder import find_message
from bot.errors import DeliveryError
from bot.views.status import status_view

if TYPE_CHECKING:
    import discord

    from bot.client.discord_bot import Darkroom
    from bot.delivery.exchange import Answer
    from bot.domain.job import Address, Job
    from bot.domain.ports import Status
    from bot.views.card import Shown

PAUSE = 0.3
"""Seconds before an answer that Discord did not take is given again; grows with each."""

ALREADY_ANSWERED = 40060
UNKNOWN_INTERACTION = 10062

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


async def answer(
    interaction: discord.Interaction[Darkroom], job: Job, status: Status, *, asked_at: float
) -> None:
    """Give the first answer, which is the status message, and let the work begin.

    What cannot be told (a lost reply, a late one) is left to the jobs: a few seconds later
    they ask Discord whether the answer is there.

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
        if interaction.client.is_closed():
            return  # we are stopping: the next start asks Discord
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
    view = status_view(job, status, job.address.locale)
    clock = asyncio.get_running_loop().time
    attempt = 0
    while True:
        attempt += 1
        given = await _respond(
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


async def _message_id(
    interaction: discord.Interaction[Darkroom], job: Job, given: Answer
) -> int | None:
    """Return the id of the message that a callback made; None when there is none, or it may be."""
    if given.is_taken:
        return _given_message_id(given) or await _delivered(interaction, job)
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


async def _respond(
    client: discord.Client,
    address: Address,
    view: Shown,
    *,
    private: bool,
    seconds: float,
) -> Answer:
    """Give the first answer to a command, with one request; return what Discord says to it.

    Args:
        client: The bot.
        address: The interaction's; its message is not there yet.
        view: What the message shows.
        private: Whether the caller alone may see it.
        seconds: For all of it.

    Raises:
        aiohttp.ClientError, TimeoutError, OSError: no answer came.

    """
    route = Route(
        "POST",
        "/interactions/{webhook_id}/{webhook_token}/callback",
        webhook_id=address.interaction_id,
        webhook_token=address.token,
    )
    content = alone({"type": 4, "data": message(view, private=private)})
    return await ask(client, route, content, seconds=seconds, query={"with_response": "true"})


def _given_message_id(answer: Answer) -> int | None:
    """Return the id of the message that a first answer made, or None when it cannot be read."""
    told = (answer.body or {}).get("interaction")
    found = told.get("response_message_id") if isinstance(told, dict) else None
    return int(found) if isinstance(found, str) and found.isdecimal() else None
