"""Where the files of a result are now: Discord's addresses live for a day, its messages stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery import routes
from bot.delivery.attached import addresses
from bot.errors import DeliveryError, MessageGoneError, RefusedError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from bot.domain.image import Image
    from bot.domain.job import Job

GONE = text("repost.gone")
"""To whom asks for an image whose message, channel or file is no longer there."""

UNREAD = text("repost.unread")
"""To whom asks while Discord does not let us look."""


async def posted_files(client: discord.Client, job: Job) -> Mapping[str, str]:
    """Return fresh addresses of what the message of a job shows, by the name of each file.

    Of a private result there is no message that we could read.

    Raises:
        RefusedError: it is gone, or cannot be read for now.

    """
    try:
        return addresses(await routes.read(client, job.address, by_token=False))
    except MessageGoneError as error:
        raise RefusedError(GONE) from error
    except DeliveryError as error:
        raise RefusedError(UNREAD) from error


def address_of(image: Image, files: Mapping[str, str]) -> str:
    """Return where the file of an image is.

    Raises:
        RefusedError: its message does not show it.

    """
    address = files.get(image.file.name) if image.file is not None else None
    if address is None:
        raise RefusedError(GONE)
    return address
