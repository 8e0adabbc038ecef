"""Everything of AI Horde that the application holds, opened and closed together."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import SecretStr
from yarl import URL

from bot.engines.horde.account import HordeAccount
from bot.engines.horde.catalogue import HordeCatalogue
from bot.engines.horde.client import HordeEngine, Parts
from bot.engines.horde.finding import Finding, Ours
from bot.engines.horde.spending import Spending
from bot.engines.horde.watching import Watching
from bot.engines.pictures.addresses import is_loopback
from bot.engines.pictures.budget import ByteBudget
from bot.engines.pictures.downloads import open_pictures
from bot.engines.pictures.fetching import Bounds
from bot.engines.transport import NO_KEY, Endpoint, open_transport

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from bot.domain.ports import RateBudget
    from bot.engines.stock import Stock

BASE_URL = "https://aihorde.net/api/v2"
ANONYMOUS_KEY = SecretStr("0000000000")

IMAGES_HELD = 4
"""How many images of the largest size all downloads together may hold; at least 3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HordeOptions:
    """What the operator decides."""

    client_agent: str
    """``name:version:contact``; without a proper one nothing is answered after a mishap."""
    max_image_bytes: int
    max_image_pixels: int
    base_url: str = BASE_URL
    key: SecretStr = ANONYMOUS_KEY

    @property
    def is_anonymous(self) -> bool:
        """Whether the account is the one that everybody shares."""
        return self.key.get_secret_value() == ANONYMOUS_KEY.get_secret_value()


@asynccontextmanager
async def open_horde(
    options: HordeOptions,
    budget: RateBudget,
    ours: Ours,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    steady: Callable[[], float] = time.monotonic,
    stock: Stock | None = None,
) -> AsyncGenerator[HordeEngine]:
    """Open three pools of connections: with our key, without it, and for images.

    ``budget`` holds what was asked from our address, and ``now`` is the clock that all processes
    share; ``steady`` is this one's. ``stock`` keeps what is listed.
    """
    bounds = Bounds(options.max_image_bytes, options.max_image_pixels)
    # It may be exceeded by an image and a quarter.
    room = ByteBudget((IMAGES_HELD - 2) * options.max_image_bytes)
    loopback = is_loopback(URL(options.base_url))
    spending = Spending(budget, now, asyncio.sleep)
    async with (
        open_transport(endpoint(options, options.key)) as send,
        open_transport(endpoint(options, NO_KEY)) as ask,
        open_pictures(bounds, room, loopback=loopback) as fetch,
    ):
        watching = Watching(ask, spending, steady)
        catalogue = HordeCatalogue(ask, spending, stock=stock)
        await catalogue.recall()
        finding = Finding(send, watching, spending, ours, steady=steady, now=now)
        parts = Parts(
            send=send,
            ask=ask,
            fetch=fetch,
            spending=spending,
            watching=watching,
            catalogue=catalogue,
            account=HordeAccount(send, ask, catalogue, is_anonymous=options.is_anonymous),
            finding=None if options.is_anonymous else finding,
        )
        yield HordeEngine(parts)


def endpoint(options: HordeOptions, key: SecretStr) -> Endpoint:
    """Return where AI Horde is, and who we are there."""
    return Endpoint(
        name="AI Horde",
        base_url=options.base_url,
        advice="is this machine online?",
        key=key,
        key_header="apikey",
        extra={"Client-Agent": options.client_agent},
    )
