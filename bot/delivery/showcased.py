"""Look whether a result stands in a showcase already, after a crash of whoever was to post it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.delivery.faults import raised_fault
from bot.delivery.finder import may_read
from bot.delivery.routes import SECONDS
from bot.errors import MessageGoneError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import discord

    from bot.domain.star import Showcase

SEARCHED = 100
"""Messages of the showcase that are looked at, from the claim on."""


async def showcased(client: discord.Client, claim: Showcase, link: str) -> int | None:
    """Return our message that leads to ``link``; None when there is none.

    Raises:
        MessageGoneError: it cannot be told, and never will be: it might be posted twice.
        DeliveryError: it cannot be told for now.

    """
    if not may_read(client.get_channel(claim.channel_id)):
        raise MessageGoneError("the history of the showcase cannot be read")
    try:
        return await asyncio.wait_for(_searched(client, claim, link), SECONDS)
    except Exception as error:
        raise raised_fault(error) from error


async def _searched(client: discord.Client, claim: Showcase, link: str) -> int | None:
    channel = client.get_partial_messageable(claim.channel_id)
    async for message in channel.history(limit=SEARCHED, after=claim.claimed_at, oldest_first=True):
        ours = client.user is not None and message.author.id == client.user.id
        if ours and any(link in words for words in _words(getattr(message, "components", []))):
            return message.id
    return None


def _words(components: Iterable[object]) -> Iterator[str]:
    for component in components:
        if isinstance(content := getattr(component, "content", None), str):
            yield content
        yield from _words(getattr(component, "children", ()))
