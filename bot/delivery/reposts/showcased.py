"""Find what we posted of a job elsewhere, where no answer told us its id: by the names of files."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import discord

from bot.delivery.faults import raised_fault
from bot.delivery.finder import may_read
from bot.delivery.posts import remove_in
from bot.delivery.routes import SECONDS
from bot.errors import DeliveryError, MessageGoneError
from bot.views.moderation.audit import deletion_reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bot.domain.job import Job
    from bot.domain.star import Showcase

SEARCHED = 100
"""Messages that are looked at, from the claim or the press on."""


async def showcased(client: discord.Client, claim: Showcase, job: Job) -> int | None:
    """Return our message that shows a job in its showcase; None when there is none.

    Raises:
        MessageGoneError: it cannot be told, and never will be: it might be posted twice.
        DeliveryError: it cannot be told for now.

    """
    if not may_read(client.get_channel(claim.channel_id)):
        raise MessageGoneError("the history of the showcase cannot be read")
    return next(iter(await found(client, claim.channel_id, job, claim.claimed_at)), None)


async def recall(client: discord.Client, channel_id: int, job: Job, since: int) -> None:
    """Take away what shows a job in a channel, of our messages that are younger than an id.

    Raises:
        DeliveryError: it may still be there, or there is none yet.

    """
    known = await found(client, channel_id, job, discord.Object(since))
    for sent in known:
        await remove_in(client, channel_id, sent, reason=deletion_reason(job))
    if not known:
        raise DeliveryError("it is not there yet", may_land=True)


async def found(
    client: discord.Client, channel_id: int, job: Job, since: datetime | discord.Object
) -> list[int]:
    """Return our messages in a channel that show a job and are younger, the oldest first.

    Raises:
        DeliveryError: it cannot be told, for now or ever.

    """
    try:
        return await asyncio.wait_for(_searched(client, channel_id, job, since), SECONDS)
    except Exception as error:
        raise raised_fault(error) from error


async def _searched(
    client: discord.Client, channel_id: int, job: Job, since: datetime | discord.Object
) -> list[int]:
    channel = client.get_partial_messageable(channel_id)
    return [
        message.id
        async for message in channel.history(limit=SEARCHED, after=since, oldest_first=True)
        if client.user is not None
        and message.author.id == client.user.id
        and message.id != job.address.message_id
        and any(name.startswith(f"{job.id}-") for name in _files(message.components))
    ]


def _files(components: Iterable[object]) -> Iterator[str]:
    """Yield the names of what components show, however deep they lie."""
    for component in components:
        for item in getattr(component, "items", ()):
            yield urlsplit(str(item.media.url)).path.rpartition("/")[2]
        yield from _files(getattr(component, "children", ()))
