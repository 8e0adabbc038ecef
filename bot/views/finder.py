"""Find the first answer of a job whose message id was lost in a crash."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import discord

from bot.errors import DeliveryError, MessageGoneError
from bot.views.carried import carried
from bot.views.component_ids import parse
from bot.views.delivery_faults import DeadTokenError, fault
from bot.views.routes import SECONDS, token_lives, webhook

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.domain.job import Job

SEARCHED = 100
"""Messages of the channel that are looked at, from the command on."""

PATIENCE = timedelta(hours=1)
"""How old a job may be while a channel that we cannot read is asked again."""


async def find_message(client: discord.Client, job: Job, now: datetime) -> int | None:
    """Return the message id, or None when the answer was never delivered, or is out of reach.

    Raises:
        DeliveryError: it cannot be told for now.

    """
    try:
        if token_lives(job, now):
            return await _asked(lambda: _original(client, job))
    except DeadTokenError:
        pass
    except MessageGoneError:
        return None
    if job.request.private:
        return None
    try:
        return await _asked(lambda: _in_channel(client, job, now))
    except MessageGoneError:
        return None


async def _asked(call: Callable[[], Awaitable[int | None]]) -> int | None:
    try:
        return await asyncio.wait_for(call(), SECONDS)
    except DeliveryError:
        raise
    except Exception as error:
        raise fault(error, has_files=False) from error


async def _original(client: discord.Client, job: Job) -> int | None:
    """Ask by the token. An interaction that was never answered has no webhook yet."""
    try:
        message = await webhook(client, job.address).fetch_message("@original")  # type: ignore[arg-type] # what the route says
    except discord.NotFound:
        return None
    # An apology of ours, sent because the status message was cut, has words of its own.
    is_bare = not message.content and not getattr(message, "components", None)
    return message.id if is_bare or _tells_of(message, job) else None


async def _in_channel(client: discord.Client, job: Job, now: datetime) -> int | None:
    """Search the channel; finding nothing means something only where history can be read.

    Without Read Message History Discord says 403, or that there are no messages:
    https://docs.discord.com/developers/resources/message#get-channel-messages
    """
    try:
        found = await _searched(client, job)
        unread = found is None and not _may_read(client.get_channel(job.address.channel_id))
    except discord.Forbidden:
        found, unread = None, True
    if unread and now < job.created_at + PATIENCE:
        raise DeliveryError("the history of the channel cannot be read")
    return found


def _may_read(channel: object) -> bool:
    """Whether the bot may read what was said; of an unknown channel that cannot be told."""
    parent = channel.parent if isinstance(channel, discord.Thread) else channel
    if not isinstance(parent, discord.abc.GuildChannel):
        return False
    return parent.permissions_for(parent.guild.me).read_message_history


async def _searched(client: discord.Client, job: Job) -> int | None:
    """Look for a component of the job in what the bot said after the command."""
    channel = client.get_partial_messageable(job.address.channel_id)
    command = discord.Object(job.address.interaction_id)
    async for message in channel.history(limit=SEARCHED, after=command, oldest_first=True):
        ours = client.user is not None and message.author.id == client.user.id
        if ours and _tells_of(message, job):
            return message.id
    return None


def _tells_of(message: discord.Message, job: Job) -> bool:
    """Whether a message carries a component of the job; an apology of ours does not."""
    ids = (parse(custom_id) for _, custom_id in carried(getattr(message, "components", [])))
    return any(found is not None and found.job_id == job.id for found in ids)
