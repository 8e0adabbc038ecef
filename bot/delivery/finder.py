"""Find the first answer of a job whose message id was lost in a crash, and read what it says."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord

from bot.delivery.faults import DeadTokenError, raised_fault
from bot.delivery.routes import SECONDS, original, token_lives
from bot.errors import DeliveryError, MessageGoneError
from bot.views.buttons import CANCEL
from bot.views.carried import carried, carried_raw
from bot.views.component_ids import parse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
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
            return await _original(client, job)
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


def is_final(message: Mapping[str, Any], job: Job) -> bool:
    """Whether a message, as Discord tells it, shows the end of a job: it has no Cancel button."""
    ids = (parse(custom_id) for custom_id in carried_raw(message.get("components")))
    return not any(
        found is not None and found.job_id == job.id and found.action == CANCEL for found in ids
    )


async def _asked(call: Callable[[], Awaitable[int | None]]) -> int | None:
    try:
        return await asyncio.wait_for(call(), SECONDS)
    except DeliveryError:
        raise
    except Exception as error:
        raise raised_fault(error) from error


async def _original(client: discord.Client, job: Job) -> int | None:
    message = await original(client, job.address)
    if message is None:
        return None
    ids = list(carried_raw(message.get("components")))
    # An apology of ours, sent because the status message was cut, has words of its own.
    is_bare = not message.get("content") and not message.get("components")
    ours = any(found is not None and found.job_id == job.id for found in map(parse, ids))
    try:
        return int(message["id"]) if is_bare or ours else None
    except (KeyError, TypeError, ValueError) as error:
        raise DeliveryError("the answer cannot be read") from error


async def _in_channel(client: discord.Client, job: Job, now: datetime) -> int | None:
    """Search the channel; finding nothing means something only where history can be read.

    Without Read Message History Discord says 403, or that there are no messages:
    https://docs.discord.com/developers/resources/message#get-channel-messages
    """
    try:
        found = await _searched(client, job)
        unread = found is None and not may_read(client.get_channel(job.address.channel_id))
    except discord.Forbidden:
        found, unread = None, True
    if unread and now < job.created_at + PATIENCE:
        raise DeliveryError("the history of the channel cannot be read")
    return found


def may_read(channel: object) -> bool:
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
