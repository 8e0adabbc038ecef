"""The two ways to a message of ours: by the interaction's token, and by its channel."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.errors import MessageGoneError
from bot.views.delivery_faults import DeadTokenError, fault
from bot.views.file_budget import CHANNEL_FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.domain.job import Address, Job
    from bot.views.files import Upload

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

USABLE = timedelta(minutes=14)
"""A minute less than Discord gives, so that no edit is under way when the token dies."""

SECONDS = 10.0
"""For one edit without files; discord.py's own retries and rate-limit sleeps know no bound."""

UPLOAD_BYTES_PER_SECOND = 2**20
"""The slowest upload that is waited for."""

_NO_PINGS = discord.AllowedMentions.none()


@dataclass(frozen=True, slots=True)
class Edit:
    """One attempt at an edit; not to be sent twice, since views and files are made for it."""

    view: discord.ui.LayoutView
    uploads: tuple[Upload, ...] | None = None
    """All that the message carries from now on; None leaves what it has."""

    @property
    def seconds(self) -> float:
        """How long it may take."""
        size = sum(len(upload.data) for upload in self.uploads or ())
        return SECONDS + size / UPLOAD_BYTES_PER_SECOND

    def options(self) -> dict[str, Any]:
        """Return the arguments that both routes share, with fresh files."""
        files = None if self.uploads is None else [upload.file() for upload in self.uploads]
        kept = {} if files is None else {"attachments": files}
        return {"view": self.view, "allowed_mentions": _NO_PINGS, **kept}


def token_lives(job: Job, now: datetime) -> bool:
    """Whether the interaction's token can still be used."""
    return now < job.token_began_at + USABLE


def webhook(client: discord.Client, address: Address) -> discord.Webhook:
    """Return the interaction's webhook, for one call.

    discord.py's adapter keeps a lock for each token, and a call cancelled while it sleeps off a
    rate limit never lets go of it; so each call gets an adapter of its own.
    """
    adapter = AsyncWebhookAdapter()  # type: ignore[no-untyped-call] # discord.py leaves it bare
    async_context.set(adapter)
    return discord.Webhook.partial(address.application_id, address.token, client=client)


async def edit_message(
    client: discord.Client, job: Job, edit: Callable[[int], Awaitable[Edit]], now: datetime
) -> None:
    """Edit a job's message by the token while it lives, else by channel and message id.

    Args:
        client: The bot.
        job: Whose message.
        edit: Makes the edit, given the bytes that one file may have.
        now: Aware.

    Raises:
        FilesRefusedError, MessageGoneError, DeliveryError: see ``fault``.

    """
    address = job.address
    if token_lives(job, now):
        with suppress(DeadTokenError):
            await edit_by_token(client, address, await edit(address.size_limit))
            return
    if job.request.private:
        raise MessageGoneError("only the caller could see it, by a token that is dead")
    file_bytes = min(address.size_limit, CHANNEL_FILE_BYTES)
    await edit_in_channel(client, address, await edit(file_bytes))


async def edit_by_token(client: discord.Client, address: Address, edit: Edit) -> None:
    """Edit by the interaction's token.

    Raises:
        DeadTokenError: the token no longer works.
        FilesRefusedError, MessageGoneError, DeliveryError: see ``fault``.

    """
    call = webhook(client, address).edit_message(_message_id(address), **edit.options())
    await _bounded(call, edit)


async def edit_in_channel(client: discord.Client, address: Address, edit: Edit) -> None:
    """Edit by channel and message id, at any age.

    Raises:
        FilesRefusedError, MessageGoneError, DeliveryError: see ``fault``.

    """
    channel = client.get_partial_messageable(address.channel_id)
    call = channel.get_partial_message(_message_id(address)).edit(**edit.options())
    await _bounded(call, edit)


def _message_id(address: Address) -> int:
    if address.message_id is None:
        raise MessageGoneError("the first answer is not known to be there")
    return address.message_id


async def _bounded(call: Awaitable[object], edit: Edit) -> None:
    try:
        await asyncio.wait_for(call, edit.seconds)
    except (KeyError, AttributeError) as error:
        # discord.py misses something in the answer, which only a message that it edited has.
        log.warning("edit.answer_unread", why=repr(error))
    except Exception as error:
        raise fault(error, has_files=bool(edit.uploads)) from error
