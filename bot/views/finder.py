"""Find the first answer of a job whose message id was lost in a crash."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord

from bot.errors import MessageGoneError
from bot.views.carried import carried
from bot.views.component_ids import parse
from bot.views.delivery_faults import UNKNOWN_WEBHOOK, DeadTokenError, fault
from bot.views.routes import SECONDS, token_lives, webhook

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.domain.job import Job

SEARCHED = 100
"""Messages of the channel that are looked at, from the command on."""


async def find_message(client: discord.Client, job: Job, now: datetime) -> int | None:
    """Return the message id, or None when the answer was never delivered, or is out of reach.

    Raises:
        DeliveryError: it cannot be told for now.

    """
    try:
        if token_lives(job.address, now):
            return await _asked(lambda: _original(client, job))
    except DeadTokenError:
        pass
    except MessageGoneError:
        return None
    if job.request.private:
        return None
    try:
        return await _asked(lambda: _searched(client, job))
    except MessageGoneError:
        return None


async def _asked(call: Callable[[], Awaitable[int | None]]) -> int | None:
    try:
        return await asyncio.wait_for(call(), SECONDS)
    except Exception as error:
        raise fault(error, has_files=False) from error


async def _original(client: discord.Client, job: Job) -> int | None:
    """Ask by the token. An interaction that was never answered has no webhook yet."""
    try:
        message = await webhook(client, job.address).fetch_message("@original")  # type: ignore[arg-type] # what the route says
    except discord.NotFound as error:
        if error.code == UNKNOWN_WEBHOOK:
            return None
        raise
    return message.id


async def _searched(client: discord.Client, job: Job) -> int | None:
    """Look for a component of the job in what the bot said after the command."""
    channel = client.get_partial_messageable(job.address.channel_id)
    command = discord.Object(job.address.interaction_id)
    async for message in channel.history(limit=SEARCHED, after=command, oldest_first=True):
        ids = (parse(custom_id) for _, custom_id in carried(message.components))
        ours = client.user is not None and message.author.id == client.user.id
        if ours and any(found is not None and found.job_id == job.id for found in ids):
            return message.id
    return None
