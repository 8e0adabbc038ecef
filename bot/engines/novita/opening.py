"""Everything of Novita that the application holds, opened and closed together."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import SecretStr
from yarl import URL

from bot.engines.novita.catalogue import NovitaCatalogue
from bot.engines.novita.client import NovitaEngine
from bot.engines.pictures.addresses import is_loopback
from bot.engines.pictures.budget import ByteBudget
from bot.engines.pictures.downloads import open_pictures
from bot.engines.pictures.fetching import Bounds
from bot.engines.transport import Endpoint, open_transport

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.engines.stock import Stock

IMAGES_HELD = 4
"""How many images of the largest size all downloads together may hold; at least 3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NovitaOptions:
    """What the operator decides."""

    base_url: str
    key: SecretStr
    max_image_bytes: int
    max_image_pixels: int
    images_per_minute: int = 20
    enterprise: bool = False
    webhook_url: SecretStr | None = None
    """Complete, with the secret in its path."""


@asynccontextmanager
async def open_novita(
    options: NovitaOptions, stock: Stock | None = None
) -> AsyncGenerator[NovitaEngine]:
    """Open two pools of connections: one with our key, for the API; one without, for images.

    ``stock`` keeps what is listed.
    """
    bounds = Bounds(options.max_image_bytes, options.max_image_pixels)
    # It may be exceeded by an image and a quarter.
    budget = ByteBudget((IMAGES_HELD - 2) * options.max_image_bytes)
    webhook_url = options.webhook_url.get_secret_value() if options.webhook_url else None
    loopback = is_loopback(URL(options.base_url))
    async with (
        open_transport(endpoint(options.base_url, options.key)) as send,
        open_pictures(bounds, budget, loopback=loopback) as fetch,
    ):
        catalogue = NovitaCatalogue(send, stock=stock)
        await catalogue.recall()
        yield NovitaEngine(
            send,
            fetch,
            catalogue,
            enterprise=options.enterprise,
            webhook_url=webhook_url,
            images_per_minute=options.images_per_minute,
        )


def endpoint(base_url: str, key: SecretStr) -> Endpoint:
    """Return where Novita is, and who we are there."""
    bearer = SecretStr(f"Bearer {key.get_secret_value()}")
    return Endpoint(name="Novita", base_url=base_url, advice="is this machine online?", key=bearer)
