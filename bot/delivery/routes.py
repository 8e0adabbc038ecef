"""The two ways to a message of ours: by the interaction's token, and by its channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord.http import Route

from bot.delivery.contents import alone, message, with_files
from bot.delivery.exchange import ask
from bot.delivery.faults import fault, no_answer
from bot.errors import DeliveryError, MessageGoneError, ThreadClosedError
from bot.views.moderation.audit import opening_reason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from discord.http import MultipartParameters

    from bot.delivery.exchange import Answer
    from bot.delivery.files import Upload
    from bot.domain.attachments import Kept
    from bot.domain.image import FileMade
    from bot.domain.job import Address, Job
    from bot.views.card import Shown

USABLE = timedelta(minutes=14)
"""A minute less than Discord gives, so that no edit is under way when the token dies."""

SECONDS = 10.0
"""For one edit without files, or one question."""

UPLOAD_BYTES_PER_SECOND = 2**20
"""The slowest upload that is waited for."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a message is to become; may be sent any number of times."""

    view: Shown
    uploads: tuple[Upload, ...] | None = None
    """All that the message carries from now on; None leaves what it has."""
    by_token: bool = True
    """Which way it was made for: they differ in the size of files."""
    kept: tuple[Kept, ...] = ()
    """Attachments of the message that stay beside ``uploads``."""

    @property
    def files(self) -> tuple[FileMade, ...]:
        """What it uploads."""
        return tuple(upload.facts for upload in self.uploads or ())

    @property
    def seconds(self) -> float:
        """How long it may take."""
        size = sum(len(upload.data) for upload in self.uploads or ())
        return SECONDS + size / UPLOAD_BYTES_PER_SECOND

    def content(self) -> MultipartParameters:
        """Return what is sent, with fresh files: each is good for one request."""
        payload = message(self.view)
        if self.uploads is None:
            return alone(payload)
        return with_files(payload, self.uploads, self.kept)


def token_lives(job: Job, now: datetime) -> bool:
    """Whether the interaction's token can still be used; that of a job that is over is erased."""
    return bool(job.address.token) and now < job.token_began_at + USABLE


async def send(client: discord.Client, address: Address, edit: Edit) -> Answer:
    """Edit a message with one request; return the answer of a success.

    Raises:
        DeadTokenError: sent by a token that no longer works.
        ThreadClosedError: the message is in an archived thread, which may be opened, or in a
            locked one.
        FilesRefusedError, MessageGoneError, DeliveryError: see ``fault``.

    """
    route = _message_route("PATCH", address, by_token=edit.by_token)
    query = {"with_components": "1"} if edit.by_token else None
    answer = await _exchanged(client, route, edit.content(), seconds=edit.seconds, query=query)
    if answer.is_taken:
        return answer
    channel = client.get_channel(address.channel_id)
    is_locked = isinstance(channel, discord.Thread) and channel.locked
    raise fault(answer, has_files=bool(edit.uploads), in_locked_thread=is_locked)


async def read(client: discord.Client, address: Address, *, by_token: bool) -> Mapping[str, Any]:
    """Return a message as Discord shows it now, unparsed.

    Raises:
        DeadTokenError: asked by a token that no longer works.
        MessageGoneError, DeliveryError: see ``fault``. That it may not be read, for want of Read
            Message History, does not mean that it is gone.

    """
    answer = await _exchanged(client, _message_route("GET", address, by_token=by_token))
    if answer.status == 403 and answer.is_discords:
        raise DeliveryError(f"the message may not be read: code {answer.code}")
    return _message(answer)


async def original(client: discord.Client, address: Address) -> Mapping[str, Any] | None:
    """Return the first answer to the interaction; None where Discord knows of none.

    By the token alone. An interaction that was never answered has no webhook yet.

    Raises:
        DeadTokenError: the token no longer works.
        MessageGoneError, DeliveryError: see ``fault``.

    """
    route = Route(
        "GET",
        "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
        webhook_id=address.application_id,
        webhook_token=address.token,
    )
    answer = await _exchanged(client, route)
    if answer.status == 404 and answer.is_discords:
        return None
    return _message(answer)


async def open_thread(client: discord.Client, address: Address) -> None:
    """Take a message's thread out of the archive, which a bot may unless it is locked.

    Source: https://docs.discord.com/developers/topics/threads#archived-locked

    Raises:
        ThreadClosedError: it stays closed for now.

    """
    route = Route("PATCH", "/channels/{channel_id}", channel_id=address.channel_id)
    content = alone({"archived": False})
    try:
        reason = opening_reason(address)
        answer = await ask(client, route, content, seconds=SECONDS, reason=reason)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise ThreadClosedError(f"no answer: {type(error).__name__}") from error
    if not answer.is_taken:
        said = f"{answer.status}, code {answer.code}"
        raise ThreadClosedError(f"the thread stays closed: {said}", retry_after=answer.retry_after)


async def _exchanged(
    client: discord.Client,
    route: Route,
    content: MultipartParameters | None = None,
    *,
    seconds: float = SECONDS,
    query: Mapping[str, str] | None = None,
) -> Answer:
    try:
        return await ask(client, route, content, seconds=seconds, query=query)
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise no_answer(error) from error


def _message(answer: Answer) -> Mapping[str, Any]:
    if not answer.is_taken:
        raise fault(answer, has_files=False)
    if answer.body is None:
        raise DeliveryError("the answer cannot be read")
    return answer.body


def _message_route(method: str, address: Address, *, by_token: bool) -> Route:
    if address.message_id is None:
        raise MessageGoneError("the first answer is not known to be there")
    if by_token:
        return Route(
            method,
            "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
            webhook_id=address.application_id,
            webhook_token=address.token,
            message_id=address.message_id,
        )
    return Route(
        method,
        "/channels/{channel_id}/messages/{message_id}",
        channel_id=address.channel_id,
        message_id=address.message_id,
    )
