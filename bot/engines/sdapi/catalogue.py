"""What a server has: kept in memory, read anew in the background and before each submit."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.domain.models import ModelKind
from bot.engine_errors import EngineError, RouteGoneError, UnknownModelError
from bot.engines.shelf import Shelf, guess_model
from bot.errors import InvalidOptionError
from bot.prompt import match
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.domain.models import Model
    from bot.engines.sdapi.learning import Learning
    from bot.engines.sdapi.server import Server

REFRESH_SECONDS = 600.0
RETRY_SECONDS = 30.0
"""After a refresh that failed."""

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class SdapiCatalogue:
    """Models by kind, and the server that has them; None of it is known before it answered."""

    def __init__(self, learning: Learning) -> None:
        """Ask by ``learning``."""
        self.learning = learning
        self._shelves = {kind: Shelf() for kind in ModelKind}
        self.server: Server | None = None

    async def refresh(self) -> float:
        """Read everything anew, keep the old when that fails; return when to do it again."""
        try:
            self._take(await self.learning.patiently())
        except EngineError as error:
            log.warning("catalogue.refresh_failed", failure=error.kind.value, why=str(error))
            return RETRY_SECONDS
        counts = {kind.value: len(shelf) for kind, shelf in self._shelves.items()}
        log.info("catalogue.refreshed", **counts)
        return REFRESH_SECONDS

    async def learn(self) -> None:
        """Read everything anew, once.

        Raises:
            EngineError: the server is not there, refuses us, or is none.

        """
        self._take(await self.learning.server())

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
            if server is None or server.is_native:
                server = await self.learning.server()
            else:
                server = self._with_checkpoints(server, await self.learning.checkpoints())
        except RouteGoneError:
            self.server = None  # another server may stand there now
            raise
        self._take(server)
        known = (model.name for model in server.models.get(ModelKind.CHECKPOINT, ()))
        if match.find(checkpoint, known) is None:
            raise UnknownModelError("the server does not list the checkpoint")
        return server

    def suggest(self, kind: ModelKind, typed: str, limit: int = 25) -> list[Model]:
        """Return models whose name or label contains ``typed``, at once."""
        return self._shelves[kind].suggest(typed, limit)

    def find(self, kind: ModelKind, name: str) -> Model | None:
        """Return the known model that is meant, whatever the case and extension."""
        return self._shelves[kind].find(name)

    def default_checkpoint(self) -> Model | None:
        """Return the one in the server's memory, or its first; None while none is known."""
        if self.server is None:
            return None
        loaded = self.find(ModelKind.CHECKPOINT, self.server.loaded)
        return loaded or next(iter(self.server.models.get(ModelKind.CHECKPOINT, ())), None)

    async def resolve_checkpoint(self, name: str, seconds: float = 1.5) -> Model:
        """Return the checkpoint that is meant; ask the server about one that is not known here.

        When it cannot be asked within ``seconds``, the name is accepted as typed.

        Raises:
            InvalidOptionError: the server answered, and has no such checkpoint.

        """
        kind = ModelKind.CHECKPOINT
        try:
            async with asyncio.timeout(seconds):
                found = self.find(kind, name) or await self._ask(name)
        except (EngineError, TimeoutError) as error:
            log.info("catalogue.not_asked", failure=type(error).__name__)
            return guess_model(kind, name.strip())
        if found is None:
            raise InvalidOptionError("model", name, text("option.model"))
        return found

    async def _ask(self, name: str) -> Model | None:
        if self.server is None:
            await self.learn()
        elif not self.server.is_native:
            fresh = await self.learning.checkpoints()
            self._take(self._with_checkpoints(self.server, fresh))
        return self.find(ModelKind.CHECKPOINT, name)

    def _with_checkpoints(self, server: Server, fresh: tuple[Model, ...]) -> Server:
        return replace(server, models={**server.models, ModelKind.CHECKPOINT: fresh})

    def _take(self, server: Server) -> None:
        if server == self.server:
            return
        self.server = server
        for kind in ModelKind:
            shelf = Shelf()
            shelf.add(server.models.get(kind, ()))
            self._shelves[kind] = shelf
