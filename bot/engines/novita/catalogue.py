"""What models there are: kept in memory, filled page by page, refreshed in the background."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

import structlog

from bot.domain.models import Model, ModelKind
from bot.engine_errors import EngineError
from bot.engines.novita import replies, wire
from bot.engines.novita.listing import read_model
from bot.engines.novita.models import ModelPage
from bot.engines.retries import LISTS, passing
from bot.engines.shelf import Shelves, guess_model, stocked
from bot.engines.stock import Unkept
from bot.prompt import match

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from stamina import AsyncRetryingCaller

    from bot.domain.models import Resolved
    from bot.engines.http import Request
    from bot.engines.stock import Kept, Stock
    from bot.engines.transport import Send

log = structlog.get_logger()

MAX_PAGES = 500
"""Of 100 models each; a listing that goes on beyond is taken to be going round in circles."""

DEFAULT_CHECKPOINT = "dreamshaper_8_93211.safetensors"

FILTERS = {
    ModelKind.CHECKPOINT: "checkpoint",
    ModelKind.VAE: "vae",
    ModelKind.EMBEDDING: "textualinversion",
    ModelKind.LORA: "lora",
}
"""Values of ``filter.types``."""

MAX_QUERY = 100
"""Characters that are looked for; of a longer name its beginning is enough."""

REFRESH_SECONDS = 6 * 3600.0
RETRY_SECONDS = 60.0
"""After a refresh that failed for any kind."""


class NovitaCatalogue(Shelves):
    """Models by kind. ``run`` fills it; everything else is ready at any time."""

    def __init__(
        self,
        send: Send,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        lists: AsyncRetryingCaller = LISTS,
        stock: Stock | Unkept | None = None,
    ) -> None:
        """Ask through ``send``; ``sleep`` takes the seconds between two refreshes.

        ``stock`` keeps what is listed.
        """
        self._send = send
        self._sleep = sleep
        self._lists = lists
        self._stock = stock or Unkept()
        super().__init__()

    async def recall(self) -> None:
        """Know what was listed before the start."""
        if (kept := await self._stock.recall(REFRESH_SECONDS)) is not None:
            await self._take(kept)

    async def run(self) -> None:
        """Keep everything fresh until cancelled. Never ends by a failure of the engine."""
        while True:
            seconds = await self._stock.round(
                self._refresh_all, self._take, every=REFRESH_SECONDS, retry=RETRY_SECONDS
            )
            await self._sleep(seconds)

    async def _refresh_all(self) -> bool:
        return all([await self.refresh(kind) for kind in ModelKind])

    async def _take(self, kept: Kept) -> None:
        self._shelves |= kept.shelves

    async def refresh(self, kind: ModelKind) -> bool:
        """Read all models of a kind anew; return False, and keep the old, when that fails.

        A list with nothing in it says that something is wrong, so that the old stays as well.
        """
        old, found = self._shelves[kind], list[Model]()
        is_first = not len(old)
        try:
            async for page in self._pages(kind):
                found += page
                if is_first:
                    old.add(page)
        except EngineError as error:
            log.warning("catalogue.refresh_failed", models=kind.value, failure=error.kind.value)
            return False
        if not is_first and found:
            self._shelves[kind] = await asyncio.to_thread(stocked, found)
        log.info("catalogue.refreshed", models=kind.value, count=len(found))
        await self._stock.keep(kind, self._shelves[kind])
        return True

    def knows(self, _: ModelKind) -> bool:
        """Novita refuses a name that it does not have, and has far more than are listed here."""
        return True

    def default_checkpoint(self) -> Model | None:
        """Return ``DEFAULT_CHECKPOINT``, whether it is known yet or not."""
        kind = ModelKind.CHECKPOINT
        return self.find(kind, DEFAULT_CHECKPOINT) or guess_model(kind, DEFAULT_CHECKPOINT)

    def guess(self, kind: ModelKind, name: str) -> Model:
        """Return a model that cannot be asked about: names have no folder here."""
        return guess_model(kind, match.unfoldered(name))

    async def resolve(self, kind: ModelKind, name: str) -> Resolved:
        """Return what a name comes to, asking the engine if it is not known here.

        Raises:
            EngineError: it cannot be asked.

        """
        query = match.spelling(name).written[:MAX_QUERY]
        if query and not self._shelves[kind].meant(name):
            async with aclosing(self._pages(kind, query)) as pages:
                async for page in pages:
                    self._shelves[kind].add(page)
                    if any(model.name == name.strip() for model in page):
                        break
        return await self._shelves[kind].resolve(name)

    async def _pages(self, kind: ModelKind, query: str = "") -> AsyncGenerator[list[Model]]:
        """Yield page after page, to a missing, empty or repeated cursor or an empty page."""
        cursor, seen = wire.FIRST_CURSOR, set[str]()
        while cursor and cursor not in seen and len(seen) < MAX_PAGES:
            seen.add(cursor)
            page = await self._lists(passing, self._page, wire.models(FILTERS[kind], cursor, query))
            if not page.models:
                return
            yield [model for listed in page.models if (model := read_model(kind, listed))]
            cursor = page.pagination.next_cursor

    async def _page(self, request: Request) -> ModelPage:
        return replies.read(await self._send(request), ModelPage)
