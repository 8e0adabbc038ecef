"""Fetch images as they are posted, from Discord's CDN alone: within bounds, and shown whole."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
from typing_extensions import override

from bot.delivery.cdn import home_of, is_discords
from bot.engine_errors import ImageError
from bot.engines.pictures.budget import ByteBudget
from bot.engines.pictures.downloads import Pictures
from bot.engines.pictures.fetching import Bounds
from bot.engines.pictures.sessions import picture_session

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from yarl import URL

CONNECTIONS = 8
"""At once; who wants more waits."""

MAX_BYTES = 26 * 2**20
"""Of a file. We post none that is larger: a request takes 25 MiB."""

ALL_BYTES = 64 * 2**20
"""Of all downloads together."""

SECONDS = 15.0
"""For one file."""


class CdnImages(Pictures):
    """Fetches from Discord, and from where a stand-in is; redirects are not followed."""

    max_redirects = 0

    def __init__(
        self, session: aiohttp.ClientSession, max_pixels: int, *, home: URL | None
    ) -> None:
        """Fetch with a session that somebody else opens and closes; ``home`` is the stand-in's."""
        bounds = Bounds(MAX_BYTES, max_pixels, seconds=SECONDS)
        super().__init__(session, bounds, ByteBudget(ALL_BYTES), loopback=home is not None)
        self._home = home

    @override
    def _check(self, target: URL) -> None:
        if not is_discords(target, self._home):
            raise ImageError("the image's address is not Discord's")


@asynccontextmanager
async def open_cdn_images(api_url: str, *, max_pixels: int) -> AsyncGenerator[CdnImages]:
    """Open a pool of connections of its own, without cookies or a token; close it at the end.

    Args:
        api_url: Of Discord's API; where that is on this machine, so are its files.
        max_pixels: Of one image.

    """
    async with picture_session(aiohttp.TCPConnector(limit=CONNECTIONS)) as session:
        images = CdnImages(session, max_pixels, home=home_of(api_url))
        try:
            yield images
        finally:
            images.close()
