"""Everything of ComfyUI that the application holds, opened and closed together."""

from __future__ import annotations

import uuid
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp
import structlog
from yarl import URL

from bot.engines.comfyui import wire
from bot.engines.comfyui.catalogue import ComfyuiCatalogue
from bot.engines.comfyui.client import ComfyuiEngine
from bot.engines.comfyui.listening import Listener
from bot.engines.comfyui.offering import offer_of
from bot.engines.comfyui.progress import Progress
from bot.engines.comfyui.workflow import load
from bot.engines.pictures.at_home import open_pictures_at_home
from bot.engines.pictures.budget import ByteBudget
from bot.engines.pictures.fetching import Bounds
from bot.engines.transport import Endpoint, open_transport

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from bot.domain.ports import Picture
    from bot.engines.comfyui.workflow import Workflow
    from bot.engines.stock import Stock

IMAGES_HELD = 4
"""How many images of the largest size all downloads together may hold; at least 3."""

MAX_REPLY_BYTES = 32 * 1024 * 1024
"""The queue comes with the whole graph of each task in it, those of others included."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComfyuiOptions:
    """What the operator decides."""

    base_url: str
    """Images come from there alone, which may be a private address."""
    max_image_bytes: int
    max_image_pixels: int
    workflow: Path | None = None
    """A graph in API format with marked inputs; None is the one that comes with Darkroom."""


@asynccontextmanager
async def open_comfyui(
    options: ComfyuiOptions, stock: Stock | None = None
) -> AsyncGenerator[ComfyuiEngine]:
    """Open the connections to a server; that it answers is not waited for.

    ``stock`` keeps what it lists.

    Raises:
        ConfigurationError: the workflow cannot be used.

    """
    workflow = _workflow(options.workflow)
    base_url = options.base_url.rstrip("/")
    endpoint = Endpoint(
        name="ComfyUI",
        base_url=base_url,
        advice="is it running?",
        max_reply_bytes=MAX_REPLY_BYTES,
    )
    bounds = Bounds(options.max_image_bytes, options.max_image_pixels)
    # It may be exceeded by an image and a quarter.
    budget = ByteBudget((IMAGES_HELD - 2) * options.max_image_bytes)
    async with (
        open_transport(endpoint) as send,
        open_pictures_at_home(bounds, budget, home=URL(base_url)) as pictures,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
    ):

        async def view(file: str) -> Picture:
            return await pictures(f"{base_url}{wire.VIEW}?{file}")

        catalogue = ComfyuiCatalogue(send, offer_of(workflow), stock=stock)
        await catalogue.recall()
        listener = Listener(session, base_url, str(uuid.uuid4()), Progress())
        yield ComfyuiEngine(send, view, catalogue, listener, workflow=workflow)


def _workflow(path: Path | None) -> Workflow | None:
    if path is None:
        return None
    workflow = load(path)
    if not workflow.marks.keys() >= {"width", "height"}:
        log.warning("workflow.has_own_size", why="{{width}} and {{height}} are not both marked")
    if workflow.keeps_files:
        log.warning(
            "workflow.keeps_files", why="its output saves every image; PreviewImage keeps none"
        )
    return workflow
