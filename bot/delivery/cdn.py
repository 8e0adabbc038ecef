"""Read the settings in pictures that members posted: from Discord's CDN alone, within bounds."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import structlog
from yarl import URL

from bot.embedded.found import Found, Nothing
from bot.embedded.reading import is_enough, read
from bot.engines.pictures.addresses import is_loopback
from bot.engines.pictures.sessions import picture_session

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
"""Where Discord keeps files. A picture that a message only links to is elsewhere."""

MAX_BYTES = 16 * 1024 * 1024
"""Of a file; in most the settings come first, and no more than these is fetched."""

SECONDS = 12.0
"""For one file, once it has a place; who asks has a patience of their own."""

AT_ONCE = 4
"""Files; the others wait."""

READERS = 2
"""Threads that read them."""

FIRST_LOOK = 64 * 1024
GROWTH = 4
"""By how much more there is at each look than at the one before: all of them cost as two."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class CdnPictures:
    """Fetches pictures, with a session that somebody else opens and closes."""

    def __init__(self, session: aiohttp.ClientSession, *, home: URL | None) -> None:
        """Fetch from Discord, and from ``home``, where a stand-in is."""
        self._session = session
        self._home = home
        self._places = asyncio.Semaphore(AT_ONCE)
        # A look cannot be cancelled; in threads of our own it never holds up anything else.
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="picture")

    def close(self) -> None:
        """Let no look begin any more."""
        self._readers.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, url: str, /) -> Found | Nothing | None:
        """Return the settings in the picture at ``url``; None where it is not to be had."""
        try:
            target = URL(url, encoded=True)
            if not is_discords(target, self._home):
                return None
            async with self._places, asyncio.timeout(SECONDS):
                return await self._read(target)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.info("picture.not_read", why=type(error).__name__)
            return None

    async def file(self, url: str, most: int) -> bytes | None:
        """Return the file at ``url``; None where it is not to be had, or has more than ``most``."""
        try:
            target = URL(url, encoded=True)
            if not is_discords(target, self._home):
                return None
            async with self._places, asyncio.timeout(SECONDS):
                return await self._whole(target, most)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.info("file.not_read", why=type(error).__name__)
            return None

    async def _whole(self, target: URL, most: int) -> bytes | None:
        async with self._session.get(target, allow_redirects=False) as response:
            if response.status != 200:
                log.info("file.not_read", status=response.status)
                return None
            data = bytearray()
            async for piece in response.content.iter_any():
                data += piece
                if len(data) > most:
                    return None
            return bytes(data)

    async def _read(self, target: URL) -> Found | Nothing | None:
        async with self._session.get(target, allow_redirects=False) as response:
            if response.status != 200:
                log.info("picture.not_read", status=response.status)
                return None
            data, look = bytearray(), FIRST_LOOK
            async for piece in response.content.iter_any():
                data += piece
                if len(data) < look:
                    continue
                look *= GROWTH
                found, is_all = await self._look(data)
                if is_all:
                    return found
                if len(data) >= MAX_BYTES:
                    return Nothing.TOO_LARGE
            return (await self._look(data))[0]

    async def _look(self, arrived: bytearray) -> tuple[Found | Nothing, bool]:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, _looked, bytes(arrived))


def is_discords(target: URL, home: URL | None) -> bool:
    """Whether a file is Discord's, or of ``home``, where a stand-in is."""
    if home is not None and target.origin() == home:
        return True
    return target.scheme == "https" and target.host in HOSTS and target.port == 443


def home_of(api_url: str) -> URL | None:
    """Return where files of a stand-in are, which is where its API is: on this machine alone."""
    api = URL(api_url)
    return api.origin() if is_loopback(api) else None


def _looked(data: bytes) -> tuple[Found | Nothing, bool]:
    """Return what is there so far, and whether there is no need of more."""
    found = read(data)
    return found, isinstance(found, Found) or is_enough(data)


@asynccontextmanager
async def open_cdn(api_url: str) -> AsyncGenerator[CdnPictures]:
    """Open a pool of connections of its own, without cookies or a token; close all at the end.

    Args:
        api_url: Of Discord's API; where that is on this machine, so are its files.

    """
    async with picture_session(aiohttp.TCPConnector(limit=AT_ONCE)) as session:
        pictures = CdnPictures(session, home=home_of(api_url))
        try:
            yield pictures
        finally:
            pictures.close()
