"""Everything of a web UI that the application holds, opened and closed together."""

from __future__ import annotations

import asyncio
import base64
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.engines.pictures.fetching import Bounds
from bot.engines.sdapi.catalogue import SdapiCatalogue
from bot.engines.sdapi.client import SdapiEngine
from bot.engines.sdapi.gallery import Gallery
from bot.engines.sdapi.learning import Learning
from bot.engines.sdapi.native import NativeApi
from bot.engines.sdapi.webui import WebUi
from bot.engines.transport import NO_KEY, Endpoint, open_transport

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from bot.domain.ports import ResultStore
    from bot.engines.sdapi.line import Line
    from bot.engines.stock import Stock

DECODERS = 2
"""Decodes at a time: each may need several bytes for every pixel."""

LONGER = 60.0
"""Seconds by which a request may outlast its job, so that the job's own deadline ends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SdapiOptions:
    """What the operator decides."""

    base_url: str
    auth: SecretStr = NO_KEY
    """``user:password``; empty when the server wants none."""
    max_image_bytes: int
    max_image_pixels: int
    job_seconds: float = 900.0
    """How long a job may take."""


@asynccontextmanager
async def open_sdapi(
    options: SdapiOptions,
    results: ResultStore,
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    stock: Stock | None = None,
) -> AsyncGenerator[SdapiEngine]:
    """Open a pool of connections and begin to work; at the end, what is open is broken off.

    ``stock`` keeps what the server lists.
    """
    async with AsyncExitStack() as stack:
        send = await stack.enter_async_context(open_transport(endpoint(options)))
        # A decode cannot be cancelled; threads of our own bound how many go on all the same.
        decoders = ThreadPoolExecutor(DECODERS, thread_name_prefix="decode")
        stack.callback(decoders.shutdown, wait=False, cancel_futures=True)
        bounds = Bounds(options.max_image_bytes, options.max_image_pixels)
        gallery = Gallery(results, bounds, decoders, now=now)
        most = options.max_image_bytes
        seconds = options.job_seconds + LONGER
        webui = WebUi(send, gallery, seconds=seconds, max_image_bytes=most)
        await stack.enter_async_context(_working(webui.line))
        catalogue = SdapiCatalogue(Learning(send), stock)
        await catalogue.recall()
        yield SdapiEngine(
            catalogue=catalogue,
            gallery=gallery,
            webui=webui,
            native_api=NativeApi(send, gallery, max_image_bytes=most),
        )


def endpoint(options: SdapiOptions) -> Endpoint:
    """Return where the server is, and who we are there."""
    pair = options.auth.get_secret_value()
    basic = f"Basic {base64.b64encode(pair.encode()).decode()}" if pair else ""
    return Endpoint(
        name="the web UI",
        base_url=options.base_url,
        advice="is it running, and with --api?",
        key=SecretStr(basic),
    )


@asynccontextmanager
async def _working(line: Line) -> AsyncGenerator[None]:
    """Carry out what is in line, in a task that ends with us."""
    working = asyncio.create_task(line.run(), name="sdapi line")
    try:
        yield
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working
