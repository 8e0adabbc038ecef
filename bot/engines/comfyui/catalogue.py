"""What a server has: kept in memory, and asked for anew in the background."""

from __future__ import annotations

import asyncio
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog

from bot.domain.models import Model, ModelKind, Resolved
from bot.engine_errors import EngineError
from bot.engines.comfyui import listing, replies, wire
from bot.engines.comfyui.listing import Abilities, Source
from bot.engines.retries import LISTS, passing
from bot.engines.shelf import Shared, Shelf, Shelves, guess_model, stocked
from bot.engines.stock import Unkept
from bot.prompt import match

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from stamina import AsyncRetryingCaller

    from bot.engines.comfyui.offering import Offer
    from bot.engines.http import Request
    from bot.engines.stock import Stock
    from bot.engines.transport import Send

log = structlog.get_logger()

REFRESH_SECONDS = 300.0
"""Its operator adds files at any time, and a list costs next to nothing."""

RETRY_SECONDS = 15.0


class ComfyuiCatalogue(Shelves):
    """Models by kind, and abilities. ``run`` fills it; all else is ready at any time."""

    def __init__(
        self,
        send: Send,
        offer: Offer,
        *,
        lists: AsyncRetryingCaller = LISTS,
        wait: Callable[[asyncio.Event, float], Awaitable[object]] | None = None,
        stock: Stock | Unkept | None = None,
    ) -> None:
        """Ask through ``send`` for what the graph of ``offer`` can use.

        ``wait`` waits for an event, or the seconds between two refreshes. ``stock`` keeps what is
        listed for the next start; each process asks the server itself, which costs next to nothing
        and tells of its abilities too.
        """
        self._send = send
        self.offer = offer
        self._lists = lists
        self._wait = wait or _wait
        self._stock = stock or Unkept()
        self._stale = asyncio.Event()
        super().__init__()
        embeddings = [ModelKind.EMBEDDING] if offer.has_embeddings else []
        self._fresh = {
            kind: Shared(partial(self._ask_models, kind)) for kind in (*offer.models, *embeddings)
        }
        self._in_doubt = set[ModelKind]()
        self._names_of: dict[ModelKind, Sequence[str]] = {}
        """As they were listed last."""
        self.abilities = Abilities()
        if offer.fixed_model is not None:
            fixed = listing.models(ModelKind.CHECKPOINT, [offer.fixed_model])
            self._shelves[ModelKind.CHECKPOINT] = Shelf(fixed)

    def stale(self) -> None:
        """Ask anew soon: the server may be another one, or has lost a model."""
        self._stale.set()

    def default_checkpoint(self) -> Model | None:
        """Return the first that is listed; None while none is known."""
        return next(iter(self.suggest(ModelKind.CHECKPOINT, "", limit=1)), None)

    async def recall(self) -> None:
        """Know what was listed before the start; nothing is refused by that."""
        if (kept := await self._stock.recall(REFRESH_SECONDS)) is not None:
            # An operator's graph may have changed, and with it what can be asked for.
            useful = {kind: kept.shelves[kind] for kind in self._fresh if kind in kept.shelves}
            self._shelves |= useful
            self._in_doubt |= useful.keys()

    async def run(self) -> None:
        """Keep everything fresh until cancelled. Never ends by a failure of the engine."""
        while True:
            self._stale.clear()
            is_fresh = await self.refresh()
            await self._wait(self._stale, REFRESH_SECONDS if is_fresh else RETRY_SECONDS)

    async def refresh(self) -> bool:
        """Ask for everything anew; return False, and keep the old, where that fails."""
        try:
            await self.ask()
        except EngineError as error:
            log.warning("catalogue.refresh_failed", failure=error.kind.value, why=str(error))
            return False
        counts = {kind.value: len(shelf) for kind, shelf in self._shelves.items()}
        log.info("catalogue.refreshed", **counts)
        for kind in self._fresh:
            await self._stock.keep(kind, self._shelves[kind])
        return True

    async def ask(self) -> None:
        """Ask for everything.

        Raises:
            EngineError: something could not be had, and stays as it was.

        """
        for kind in self._fresh:
            await self._ask_models(kind)
        self.abilities = await self._abilities()

    def lacks(self, kind: ModelKind, name: str) -> bool:
        """Whether a model was not there when last asked."""
        return self._is_listed(kind) and self.find(kind, name) is None

    def knows(self, kind: ModelKind) -> bool:
        """Whether the list was had; of what the graph has no use for there is none."""
        return kind not in self._fresh or self._is_listed(kind)

    def guess(self, kind: ModelKind, name: str) -> Model:
        """Return a model that cannot be asked about, as it was written."""
        return guess_model(kind, match.unhashed(name))

    async def resolve(self, kind: ModelKind, name: str) -> Resolved:
        """Return what a name comes to, asking the server if it is not known here.

        Of a kind that the graph has no use for, names are taken as written.

        Raises:
            EngineError: it cannot be asked.

        """
        if not self._shelves[kind].meant(name):
            if kind in self._fresh:
                self._in_doubt.add(kind)
                await self._fresh[kind]()
            elif not len(self._shelves[kind]):
                return Resolved(self.guess(kind, name))
        return await self._shelves[kind].resolve(name)

    def _is_listed(self, kind: ModelKind) -> bool:
        return len(self._shelves[kind]) > 0 and kind not in self._in_doubt

    async def _ask_models(self, kind: ModelKind) -> None:
        if (source := self.offer.models.get(kind)) is not None:
            await self._put(kind, await self._names(source))
        else:
            await self._put(kind, await self._listed(wire.embeddings()) or ())

    async def _put(self, kind: ModelKind, names: Sequence[str]) -> None:
        if names != self._names_of.get(kind):
            shelf = await asyncio.to_thread(lambda: stocked(listing.models(kind, names)))
            if not len(shelf) and len(self._shelves[kind]):
                # Something is wrong there: nothing is refused by such a list, nor forgotten.
                self._in_doubt.add(kind)
                return
            self._shelves[kind], self._names_of[kind] = shelf, names
        self._in_doubt.discard(kind)

    async def _abilities(self) -> Abilities:
        samplers, schedulers = self.offer.samplers, self.offer.schedulers
        return Abilities(
            samplers=frozenset(await self._names(samplers) if samplers else ()),
            schedulers=frozenset(await self._names(schedulers) if schedulers else ()),
            upscalers=listing.upscalers(
                await self._names(listing.UPSCALERS) if self.offer.has_hires else ()
            ),
        )

    async def _names(self, source: Source) -> list[str]:
        if source.listed is not None:
            names = await self._listed(source.listed)
            if names is not None:
                return names
        return await self._lists(passing, self._choices, source)

    async def _listed(self, request: Request) -> list[str] | None:
        """Return a plain list, or None when the server has none there."""
        return await self._lists(passing, self._list, request)

    async def _list(self, request: Request) -> list[str] | None:
        response = await self._send(request)
        if response.status == HTTPStatus.NOT_FOUND and not replies.is_page(response):
            return None
        return replies.read_list(response)

    async def _choices(self, source: Source) -> list[str]:
        response = await self._send(wire.object_info(source.class_type))
        return listing.choices(replies.read(response), source)


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
