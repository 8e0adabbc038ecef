"""Fetch image files: from permitted addresses, without our key, bounded, and shown whole."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

from bot.errors import EngineError, ImageError, NetworkFaultError
from bot.novita.addresses import check_url
from bot.novita.decoding import decode
from bot.novita.fetching import ExpiredError, lost, raise_for_status
from bot.novita.resolver import ForbiddenAddressError, PermittedResolver
from bot.novita.retries import DOWNLOADS, passing

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from stamina import AsyncRetryingCaller

    from bot.domain.ports import Picture
    from bot.novita.budget import ByteBudget
    from bot.novita.fetching import Bounds

CONNECTIONS = 50
MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
DECODERS = 2
"""Decodes at a time: each may need several bytes for every pixel."""


class Pictures:
    """Fetch with a session of our own, which somebody else opens and closes.

    The session must carry no credentials and connect only where ``addresses`` permits.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        bounds: Bounds,
        budget: ByteBudget,
        *,
        loopback: bool,
        downloads: AsyncRetryingCaller = DOWNLOADS,
    ) -> None:
        """Share ``budget`` among all downloads; ``loopback`` permits this machine too."""
        self._session = session
        self._bounds = bounds
        self._budget = budget
        self._loopback = loopback
        self._downloads = downloads
        self._decoders = asyncio.Semaphore(DECODERS)

    async def __call__(self, url: str, /) -> Picture:
        """Return the image at ``url``, whole; passing faults are retried.

        Raises:
            ExpiredError: the address is missing or answers 403.
            ImageError: not to be had, not an image, or too large; ``transient`` when a
                passing fault outlasted the attempts.

        """
        if not url:
            raise ExpiredError("the engine gave no address")
        try:
            return await self._downloads(passing, self._attempt, url)
        except ImageError:
            raise
        except EngineError as error:
            raise lost(error) from None

    async def _attempt(self, url: str) -> Picture:
        try:
            async with asyncio.timeout(self._bounds.seconds) as deadline:
                return await self._follow(url, deadline)
        except ValueError:
            raise ImageError("the image's address cannot be used") from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # The cause is dropped: its text may hold the address, which is a secret.
            if isinstance(getattr(error, "os_error", None), ForbiddenAddressError):
                raise ImageError("the image's address is not public") from None
            raise NetworkFaultError(f"download broke off: {type(error).__name__}") from None

    async def _follow(self, url: str, deadline: asyncio.Timeout) -> Picture:
        target = URL(url, encoded=True)
        host = target.host
        for _ in range(MAX_REDIRECTS + 1):
            check_url(target, loopback=self._loopback)
            async with self._session.get(target, allow_redirects=False) as response:
                if response.status not in REDIRECTS:
                    return await self._receive(response, deadline)
                target = target.join(URL(response.headers.get("Location", ""), encoded=True))
            if target.host != host:
                raise ImageError("the image's address redirects to another host")
        raise ImageError("the image's address redirects too often")

    async def _receive(
        self, response: aiohttp.ClientResponse, deadline: asyncio.Timeout
    ) -> Picture:
        raise_for_status(response.status)
        declared = response.content_length
        if declared is not None and declared > self._bounds.max_bytes:
            raise ImageError(f"{declared} bytes are more than {self._bounds.max_bytes}")
        async with self._budget.lend(declared or self._bounds.max_bytes):
            deadline.reschedule(asyncio.get_running_loop().time() + self._bounds.seconds)
            data = await self._read(response)
            deadline.reschedule(None)
            async with self._decoders:
                return await asyncio.to_thread(decode, data, max_pixels=self._bounds.max_pixels)

    async def _read(self, response: aiohttp.ClientResponse) -> bytes:
        data = bytearray()
        async for chunk in response.content.iter_any():
            data += chunk
            if len(data) > self._bounds.max_bytes:
                response.close()
                raise ImageError(f"more than {self._bounds.max_bytes} bytes")
        return bytes(data)


@asynccontextmanager
async def open_pictures(
    bounds: Bounds, budget: ByteBudget, *, loopback: bool
) -> AsyncGenerator[Pictures]:
    """Open a pool of connections of its own, without cookies or keys, and close it at the end."""
    resolver = PermittedResolver(aiohttp.DefaultResolver(), loopback=loopback)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=CONNECTIONS, resolver=resolver),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "darkroom"},
        timeout=aiohttp.ClientTimeout(total=None),
        auto_decompress=False,
    ) as session:
        yield Pictures(session, bounds, budget, loopback=loopback)
