"""Fetch image files: from permitted addresses, without our key, bounded, and shown whole."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
from yarl import URL

from bot.engine_errors import EngineError, ImageError, NetworkFaultError
from bot.engines.pictures.addresses import check_url
from bot.engines.pictures.anatomy import CutOffError
from bot.engines.pictures.decoding import decode
from bot.engines.pictures.fetching import ExpiredError, lost, raise_for_status
from bot.engines.pictures.pace import Pace
from bot.engines.pictures.resolver import ForbiddenAddressError, PermittedResolver
from bot.engines.pictures.sessions import picture_session
from bot.engines.retries import DOWNLOADS, outright

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from stamina import AsyncRetryingCaller

    from bot.domain.ports import Picture
    from bot.engines.pictures.budget import ByteBudget, Loan
    from bot.engines.pictures.fetching import Bounds

CONNECTIONS = 0
"""No limit: a slow host must not take the connections of others. Each belongs to an image of a
job in flight, and those are bounded."""

MAX_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
DECODERS = 2
"""Decodes at a time: each may need several bytes for every pixel."""


class Pictures:
    """Fetch with a session of our own, which somebody else opens and closes.

    The session must carry no credentials and connect only where ``addresses`` permits.
    """

    max_redirects = MAX_REDIRECTS

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
        # A decode cannot be cancelled; threads of our own bound how many go on all the same.
        self._decoders = ThreadPoolExecutor(DECODERS, thread_name_prefix="decode")

    def close(self) -> None:
        """Let no decode begin any more."""
        self._decoders.shutdown(wait=False, cancel_futures=True)

    async def __call__(self, url: str, /) -> Picture:
        """Return the image at ``url``, whole; passing faults are retried.

        Raises:
            ExpiredError: the address is missing or answers 403.
            ImageError: not to be had, not an image, or too large; ``transient`` when a
                passing fault outlasted the attempts. A file that is cut off at the same
                place each time is so at its host, and is given up.

        """
        if not url:
            raise ExpiredError("the engine gave no address")
        cuts = list[int]()
        try:
            return await outright(self._downloads, partial(self._attempt, url, cuts))
        except CutOffError as error:
            raise ImageError(str(error), transient=len(cuts) < 2 or len(set(cuts)) > 1) from None
        except ImageError:
            raise
        except EngineError as error:
            raise lost(error) from None

    def _check(self, target: URL) -> None:
        check_url(target, loopback=self._loopback)

    async def _attempt(self, url: str, cuts: list[int]) -> Picture:
        """Try once; ``cuts`` notes after how many bytes a file was cut off."""
        pace = Pace(self._bounds, asyncio.get_running_loop().time())
        try:
            async with asyncio.timeout_at(pace.ends_at) as deadline:
                return await self._follow(url, pace, deadline)
        except CutOffError as error:
            cuts.append(error.size)
            raise
        except ValueError:
            raise ImageError("the image's address cannot be used") from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # The cause is dropped: its text may hold the address, which is a secret.
            if isinstance(getattr(error, "os_error", None), ForbiddenAddressError):
                raise ImageError("the image's address is not public") from None
            raise NetworkFaultError(f"download broke off: {type(error).__name__}") from None

    async def _follow(self, url: str, pace: Pace, deadline: asyncio.Timeout) -> Picture:
        target = URL(url, encoded=True)
        host = target.host
        for _ in range(self.max_redirects + 1):
            self._check(target)
            async with self._session.get(target, allow_redirects=False) as response:
                if response.status not in REDIRECTS:
                    return await self._receive(response, pace, deadline)
                target = target.join(URL(response.headers.get("Location", ""), encoded=True))
            if target.host != host:
                raise ImageError("the image's address redirects to another host")
        raise ImageError("the image's address redirects too often")

    async def _receive(
        self, response: aiohttp.ClientResponse, pace: Pace, deadline: asyncio.Timeout
    ) -> Picture:
        raise_for_status(response.status)
        declared = response.content_length
        if declared is not None and declared > self._bounds.max_bytes:
            raise ImageError(f"{declared} bytes are more than {self._bounds.max_bytes}")
        with self._budget.lend() as loan:
            data = await self._read(response.content, loan, pace, deadline)
            deadline.reschedule(None)
            decoding = partial(decode, data, max_pixels=self._bounds.max_pixels)
            return await asyncio.get_running_loop().run_in_executor(self._decoders, decoding)

    async def _read(
        self, content: aiohttp.StreamReader, loan: Loan, pace: Pace, deadline: asyncio.Timeout
    ) -> bytes:
        chunks: list[bytes] = []
        while not content.at_eof():
            if not loan.may_go_on:
                await _hold_up(loan, pace, deadline)
            chunks.append(chunk := await content.readany())
            loan.add(len(chunk))
            pace.received = loan.size
            if loan.size > self._bounds.max_bytes:
                raise ImageError(f"more than {self._bounds.max_bytes} bytes")
            deadline.reschedule(pace.ends_at)
        return b"".join(chunks)


async def _hold_up(loan: Loan, pace: Pace, deadline: asyncio.Timeout) -> None:
    clock = asyncio.get_running_loop().time
    since = clock()
    deadline.reschedule(None)
    await loan.turn()
    pace.held_up(clock() - since)


@asynccontextmanager
async def open_pictures(
    bounds: Bounds, budget: ByteBudget, *, loopback: bool
) -> AsyncGenerator[Pictures]:
    """Open a pool of connections of its own, without cookies or keys, and close it at the end."""
    resolver = PermittedResolver(aiohttp.DefaultResolver(), loopback=loopback)
    connector = aiohttp.TCPConnector(limit=CONNECTIONS, resolver=resolver)
    async with picture_session(connector) as session:
        pictures = Pictures(session, bounds, budget, loopback=loopback)
        try:
            yield pictures
        finally:
            pictures.close()
