"""What a server has: kept in memory, read anew in the background and before each submit."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.domain.models import ModelKind, Resolved
from bot.engine_errors import EngineError, RouteGoneError, UnknownModelError
from bot.engines.shelf import Shared, Shelves, guess_model, stocked
from bot.engines.stock import Unkept
from bot.prompt import match

if TYPE_CHECKING:
    from bot.domain.models import Model
    from bot.engines.sdapi.learning import Learning
    from bot.engines.sdapi.server import Server
    from bot.engines.stock import Stock

REFRESH_SECONDS = 600.0
RETRY_SECONDS = 30.0
"""After a refresh that failed."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class SdapiCatalogue(Shelves):
    """Models by kind, and the server that has them; None of it is known before it answered."""

    def __init__(self, learning: Learning, stock: Stock | Unkept | None = None) -> None:
        """Ask by ``learning``, and keep lists in ``stock`` for the next start.

        Each process asks the server itself: what it can do comes with its lists.
        """
        self.learning = learning
        self._stock = stock or Unkept()
        super().__init__()
        self.server: Server | None = None
        self.in_doubt = set[ModelKind]()
        """Kinds whose lists could not be had when they were last asked for."""
        self._learned = Shared(self.learn)
        self._fresh = {kind: Shared(partial(self._ask, kind)) for kind in ModelKind}

    async def recall(self) -> None:
        """Know what was listed before the start, until the server says what it has now."""
        if (kept := await self._stock.recall(REFRESH_SECONDS)) is not None:
            self._shelves |= kept.shelves

    async def refresh(self) -> float:
        """Read everything anew, keep the old when that fails; return when to do it again."""
        try:
            await self._learn(await self.learning.patiently())
        except EngineError as error:
            log.warning("catalogue.refresh_failed", failure=error.kind.value, why=str(error))
            return RETRY_SECONDS
        counts = {kind.value: len(shelf) for kind, shelf in self._shelves.items()}
        log.info("catalogue.refreshed", **counts)
        for kind, shelf in self._shelves.items():
            await self._stock.keep(kind, shelf)
        return REFRESH_SECONDS

    async def learn(self) -> None:
        """Read everything anew, once.

        Raises:
            EngineError: the server is not there, refuses us, or is none.

        """
        await self._learn(await self.learning.server())

    @property
    def has_checkpoints(self) -> bool:
        """Whether the server listed any when it was last asked."""
        return bool(self.server and self.server.models.get(ModelKind.CHECKPOINT))

    @property
    def count(self) -> int:
        """How many checkpoints are known."""
        return len(self._shelves[ModelKind.CHECKPOINT])

    async def ready(self, checkpoint: str) -> Server:
        """Return the server of this moment, after seeing that it is there and has a checkpoint.

        Raises:
            UnknownModelError: it has no such checkpoint, or no more: most would take another.
            EngineError: it is not there, or refuses us.

        """
        server = self.server
        try:
            if server is None or server.is_native or self.in_doubt:
                server = await self.learning.server()
                await self._learn(server)
            else:
                kind = ModelKind.CHECKPOINT
                server = _with(server, kind, await self.learning.models(kind))
                await self._take(server)
        except RouteGoneError:
            self.server = None  # another server may stand there now
            raise
        known = (model.name for model in server.models.get(ModelKind.CHECKPOINT, ()))
        if match.find(checkpoint, known) is None:
            raise UnknownModelError("the server does not list the checkpoint")
        return server

    def knows(self, kind: ModelKind) -> bool:
        """Whether the server has answered, and its list was had when last asked for."""
        return self.server is not None and kind not in self.in_doubt

    def default_checkpoint(self) -> Model | None:
        """Return the one in the server's memory, or its first; None while none is known."""
        first = next(iter(self._shelves[ModelKind.CHECKPOINT].models), None)
        if self.server is None:
            return first
        loaded = self.find(ModelKind.CHECKPOINT, self.server.loaded)
        return loaded or next(iter(self.server.models.get(ModelKind.CHECKPOINT, ())), first)

    def guess(self, kind: ModelKind, name: str) -> Model:
        """Return a model that cannot be asked about, as it was written."""
        return guess_model(kind, match.unhashed(name))

    async def resolve(self, kind: ModelKind, name: str) -> Resolved:
        """Return what a name comes to, asking the server if it is not known here.

        Of a kind that it does not list, names are taken as written.

        Raises:
            EngineError: it cannot be asked.

        """
        if not self._shelves[kind].meant(name):
            self.in_doubt.add(kind)
            await self._fresh[kind]()
            if self.server is None or kind not in self.server.models:
                return Resolved(self.guess(kind, name))
        return await self._shelves[kind].resolve(name)

    async def _ask(self, kind: ModelKind) -> None:
        """Read what there is of a kind; stable-diffusion.cpp tells of all at once."""
        server = self.server
        if server is None or server.is_native:
            await self._learned()
        elif kind in server.models:
            fresh = await self.learning.models(kind)
            await self._take(_with(self.server or server, kind, fresh))
        self.in_doubt.discard(kind)

    async def _learn(self, server: Server) -> None:
        await self._take(server)
        self.in_doubt.clear()

    async def _take(self, server: Server) -> None:
        known = self.server.models if self.server else None
        for kind in ModelKind:
            models = server.models.get(kind)
            # A list with nothing in it says that something is wrong; one that is not there says
            # that the server has no such thing.
            is_odd = models == () and len(self._shelves[kind]) > 0
            if not is_odd and (known is None or models != known.get(kind)):
                self._shelves[kind] = await asyncio.to_thread(stocked, models or ())
        self.server = server


def _with(server: Server, kind: ModelKind, models: tuple[Model, ...]) -> Server:
    return replace(server, models={**server.models, kind: models})
