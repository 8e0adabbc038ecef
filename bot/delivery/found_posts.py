"""Find a message of ours whose answer was lost: by what stands in it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.delivery.faults import raised_fault
from bot.delivery.routes import SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    import discord

SEARCHED = 200
"""Messages that are looked at, from a moment on."""


async def found_post(
    client: discord.Client,
    channel_id: int,
    since: datetime,
    is_it: Callable[[discord.Message], bool],
) -> int | None:
    """Return the id of a message of ours that is younger than ``since``; None if there is none.

    Raises:
        MessageGoneError: it cannot be told, and never will be.
        DeliveryError: it cannot be told for now.

    """
    try:
        return await asyncio.wait_for(_searched(client, channel_id, since, is_it), SECONDS)
    except Exception as error:
        raise raised_fault(error) from error


async def _searched(
    client: discord.Client,
    channel_id: int,
    since: datetime,
    is_it: Callable[[discord.Message], bool],
) -> int | None:
    channel = client.get_partial_messageable(channel_id)
    async for message in channel.history(limit=SEARCHED, after=since, oldest_first=True):
        is_ours = client.user is not None and message.author.id == client.user.id
        if is_ours and is_it(message):
            return message.id
    return None


def words_of(components: Iterable[object]) -> Iterator[str]:
    """Yield the texts that components show, however deep they lie."""
    for component in components:
        content = getattr(component, "content", None)
        if isinstance(content, str):
            yield content
        yield from words_of(getattr(component, "children", ()))
