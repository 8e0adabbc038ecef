"""Images as their messages show them: the only place where those that were clear are kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.delivery.reposts.posted import GONE, address_of, posted_files
from bot.engine_errors import ImageError
from bot.engines.pictures.stripping import stripped
from bot.errors import RefusedError

if TYPE_CHECKING:
    import discord

    from bot.delivery.reposts.repost_making import Fetch
    from bot.domain.job import Job
    from bot.domain.ports import ImageStore, Picture

SECONDS = 8.0
"""In which an image is had, or is not: until then it can be seen."""

PAUSE = 0.3
"""Seconds after the first try; each pause is twice as long as the one before."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class DiscordOriginals:
    """See PostedOriginals."""

    def __init__(self, client: discord.Client, images: ImageStore, fetch: Fetch) -> None:
        """Read messages by ``client``, and files by ``fetch``."""
        self._client = client
        self._images = images
        self._fetch = fetch

    async def of(self, job: Job, number: int) -> Picture | None:
        """See PostedOriginals; tried again while that may help."""
        try:
            async with asyncio.timeout(SECONDS):
                return await self._insisted(job, number)
        except TimeoutError:
            log.warning("original.not_had", job=job.id, number=number, why="late")
            return None

    async def _insisted(self, job: Job, number: int) -> Picture | None:
        pause = PAUSE
        while True:
            try:
                return await self._had(job, number)
            except (RefusedError, ImageError) as error:
                log.info("original.not_had", job=job.id, number=number, why=str(error))
                if error.text == GONE if isinstance(error, RefusedError) else not error.transient:
                    return None
            await asyncio.sleep(pause)
            pause *= 2

    async def _had(self, job: Job, number: int) -> Picture:
        """Return it without what we wrote into its file: that is written anew when it is shown."""
        rows = {image.number: image for image in await self._images.of(job.id)}
        if number not in rows:
            raise RefusedError(GONE)
        address = address_of(rows[number], await posted_files(self._client, job))
        picture = await self._fetch(address)
        return replace(picture, data=await asyncio.to_thread(stripped, picture.data))
