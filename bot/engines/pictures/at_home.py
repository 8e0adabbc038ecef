"""Fetch image files from an engine that its operator runs: from there, and nowhere else."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
from typing_extensions import override

from bot.engine_errors import ImageError
from bot.engines.pictures.downloads import CONNECTIONS, Pictures
from bot.engines.pictures.sessions import picture_session
from bot.engines.retries import DOWNLOADS

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from stamina import AsyncRetryingCaller
    from yarl import URL

    from bot.engines.pictures.budget import ByteBudget
    from bot.engines.pictures.fetching import Bounds


class PicturesAtHome(Pictures):
    """Fetch from one origin, which may be private and plain http; redirects are not followed."""

    max_redirects = 0

    def __init__(
        self,
        session: aiohttp.ClientSession,
        bounds: Bounds,
        budget: ByteBudget,
        *,
        home: URL,
        downloads: AsyncRetryingCaller = DOWNLOADS,
    ) -> None:
        """Fetch from the origin of ``home`` alone."""
        super().__init__(session, bounds, budget, loopback=True, downloads=downloads)
        self._home = home.origin()

    @override
    def _check(self, target: URL) -> None:
        if target.user is not None or target.password is not None or target.origin() != self._home:
            raise ImageError("the image's address is not the engine's")


@asynccontextmanager
async def open_pictures_at_home(
    bounds: Bounds, budget: ByteBudget, *, home: URL
) -> AsyncGenerator[PicturesAtHome]:
    """Open a pool of connections of its own, and close it at the end."""
    async with picture_session(aiohttp.TCPConnector(limit=CONNECTIONS)) as session:
        pictures = PicturesAtHome(session, bounds, budget, home=home)
        try:
            yield pictures
        finally:
            pictures.close()
