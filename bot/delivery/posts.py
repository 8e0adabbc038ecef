"""New messages of ours, and taking them away again: one HTTP request each."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
from discord.http import Route

from bot.delivery.contents import message, with_files
from bot.delivery.exchange import ask
from bot.delivery.faults import fault, no_answer
from bot.delivery.routes import SECONDS, UPLOAD_BYTES_PER_SECOND
from bot.errors import DeliveryError, MessageGoneError

if TYPE_CHECKING:
    import discord
    from discord.http import MultipartParameters

    from bot.delivery.exchange import Answer
    from bot.delivery.files import Upload

MESSAGES = "/channels/{channel_id}/messages"
MESSAGE = MESSAGES + "/{message_id}"

NONCE = 25
"""Characters that Discord takes for the name of a message."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message that is to be sent; may be sent any number of times."""

    view: discord.ui.LayoutView
    uploads: tuple[Upload, ...]

    @property
    def seconds(self) -> float:
        """How long it may take."""
        return SECONDS + sum(len(it.data) for it in self.uploads) / UPLOAD_BYTES_PER_SECOND

    @property
    def numbers(self) -> tuple[int, ...]:
        """Of the images that it shows files of, from 1."""
        return tuple(it.number for it in self.uploads)

    def content(self, nonce: str | None = None) -> MultipartParameters:
        """Return what is sent, with fresh files: each is good for one request.

        Of several messages with one ``nonce`` Discord makes only the first, for some minutes.
        """
        return with_files(message(self.view, nonce=nonce), self.uploads)


async def exchanged(
    client: discord.Client,
    route: Route,
    content: MultipartParameters | None = None,
    *,
    seconds: float = SECONDS,
    query: dict[str, str] | None = None,
    reason: str | None = None,
) -> Answer:
    """Send one request and return the answer, whatever it is.

    Raises:
        DeliveryError: none came.

    """
    try:
        return await ask(client, route, content, seconds=seconds, query=query, reason=reason)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise no_answer(error) from error


def message_id(answer: Answer, *, has_files: bool) -> int:
    """Return the id of the message that an answer tells of.

    Raises:
        DeliveryError: it was not taken, or the answer cannot be read; see ``fault``.

    """
    if not answer.is_taken:
        raise fault(answer, has_files=has_files)
    told = str((answer.body or {}).get("id"))
    if not told.isdecimal():
        raise DeliveryError("the answer cannot be read", may_land=True)
    return int(told)


async def posted(client: discord.Client, channel_id: int, post: Post, *, once: str) -> int:
    """Send a message and return its id; of all that are named alike Discord makes one.

    Discord remembers the name for some minutes, which outlasts a lost answer but no long absence.

    Raises:
        DeliveryError: it was not taken, or nobody knows; see ``fault``.

    """
    route = Route("POST", MESSAGES, channel_id=channel_id)
    nonce = hashlib.sha256(once.encode()).hexdigest()[:NONCE]
    answer = await exchanged(client, route, post.content(nonce=nonce), seconds=post.seconds)
    return message_id(answer, has_files=bool(post.uploads))


async def replaced(client: discord.Client, channel_id: int, sent: int, post: Post) -> None:
    """Make a message of ours say this, and show nothing that it showed before.

    Raises:
        DeliveryError: it was not taken, or nobody knows; see ``fault``.

    """
    route = Route("PATCH", MESSAGE, channel_id=channel_id, message_id=sent)
    answer = await exchanged(client, route, post.content(), seconds=post.seconds)
    message_id(answer, has_files=bool(post.uploads))


async def remove_in(
    client: discord.Client, channel_id: int, sent: int, *, reason: str | None = None
) -> None:
    """Take a message in a channel away; see ``remove``."""
    route = Route("DELETE", MESSAGE, channel_id=channel_id, message_id=sent)
    await remove(client, route, reason=reason)


async def remove(client: discord.Client, route: Route, *, reason: str | None = None) -> None:
    """Take a message away; one that is not there is gone.

    Discord's own audit log gets the reason.

    Raises:
        DeliveryError: it may still be there.

    """
    with suppress(MessageGoneError):
        await strictly_remove(client, route, reason=reason)


async def strictly_remove(
    client: discord.Client, route: Route, *, reason: str | None = None
) -> None:
    """Take a message away; what is not there, or where we may not go, is said.

    Raises:
        OutOfReachError: it stands where we may not go for now.
        MessageGoneError: it is gone.
        DeliveryError: it may still be there.

    """
    answer = await exchanged(client, route, reason=reason)
    if not answer.is_taken:
        raise fault(answer, has_files=False)
