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
from bot.engines.shelf import Shelf, guess_model
from bot.errors import InvalidOptionError
from bot.texts.text import text

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from stamina import AsyncRetryingCaller

    from bot.engines.http import Request
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

REFRESH_SECONDS = 6 * 3600.0
RETRY_SECONDS = 60.0
"""After a refresh that failed for any kind."""


class NovitaCatalogue:
    """Models by kind. ``run`` fills it; everything else is ready at any time."""

    def __init__(
        self,
        send: Send,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        lists: AsyncRetryingCaller = LISTS,
    ) -> None:
        """Ask through ``send``; ``sleep`` takes the seconds between two refreshes."""
        self._send = send
        self._sleep = sleep
        self._lists = lists
        self._shelves = {kind: Shelf() for kind in ModelKind}

    async def run(self) -> None:
        """Keep everything fresh until cancelled. Never ends by a failure of the engine."""
        while True:
            fresh = [await self.refresh(kind) for kind in ModelKind]
            await self._sleep(REFRESH_SECONDS if all(fresh) else RETRY_SECONDS)

    async def refresh(self, kind: ModelKind) -> bool:
        """Read all models of a kind anew; return False, and keep the old, when that fails."""
        fresh = Shelf()
        try:
            async for page in self._pages(kind):
                self._shelves[kind].add(page)
                fresh.add(page)
        except EngineError as error:
            log.warning("catalogue.refresh_failed", models=kind.value, failure=error.kind.value)
            return False
        self._shelves[kind] = fresh
        log.info("catalogue.refreshed", models=kind.value, count=len(fresh))
        return True

    def suggest(self, kind: ModelKind, typed: str, limit: int = 25) -> list[Model]:
        """Return models whose name or label contains ``typed``, at once."""
        return self._shelves[kind].suggest(typed, limit)

    def find(self, kind: ModelKind, name: str) -> Model | None:
        """Return the known model that is meant, whatever the case and extension."""
        return self._shelves[kind].find(name)

    def default_checkpoint(self) -> Model | None:
        """Return ``DEFAULT_CHECKPOINT``, whether it is known yet or not."""
        kind = ModelKind.CHECKPOINT
        return self.find(kind, DEFAULT_CHECKPOINT) or guess_model(kind, DEFAULT_CHECKPOINT)

    async def resolve_checkpoint(self, name: str, seconds: float = 1.5) -> Model:
        """Return the checkpoint that is meant; ask the engine for one that is not known here.

        When the engine cannot be asked within ``seconds``, the name is accepted as typed.

        Raises:
            InvalidOptionError: the engine answered, and has no such checkpoint.

        """
        kind = ModelKind.CHECKPOINT
        try:
            async with asyncio.timeout(seconds):
                found = self.find(kind, name) or await self._ask(kind, name)
        except (EngineError, TimeoutError) as error:
            log.info("catalogue.not_asked", failure=type(error).__name__)
            return guess_model(kind, name.strip())
        if found is None:
            raise InvalidOptionError("model", name, text("option.model"))
        return found

    async def _ask(self, kind: ModelKind, name: str) -> Model | None:
        matching = Shelf()
        async with aclosing(self._pages(kind, query=name.strip())) as pages:
            async for page in pages:
                matching.add(page)
                if (found := matching.find(name)) is not None:
                    self._shelves[kind].add([found])
                    return found
        return None

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
