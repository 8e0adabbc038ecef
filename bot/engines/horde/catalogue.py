"""Which models are served at the moment: kept in memory, refreshed in the background."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.domain.models import Model, ModelKind, Resolved
from bot.domain.taste import PLAIN
from bot.engine_errors import EngineError
from bot.engines.horde import replies, wire
from bot.engines.horde.spending import OTHER
from bot.engines.listed import listed_model
from bot.engines.retries import LISTS, passing
from bot.engines.shelf import Shared, Shelf, guess_model
from bot.engines.stock import Unkept
from bot.prompt import match

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from stamina import AsyncRetryingCaller

    from bot.domain.taste import Taste
    from bot.engines.horde.models import ListedModel
    from bot.engines.horde.spending import Spending
    from bot.engines.stock import Kept, Stock
    from bot.engines.transport import Send

log = structlog.get_logger()

REFRESH_SECONDS = 300.0
RETRY_SECONDS = 60.0

PREFERRED = ("Deliberate", "Dreamshaper", "AlbedoBase XL (SDXL)", "stable_diffusion")
"""For whoever names no model: they draw anything, and many serve them."""

LARGE = ("xl", "pony", "illustrious", "noob", "flux", "cascade", "qwen", "z-image", "chroma")
"""Parts of the names of models whose native size is 1024x1024; the list tells only names."""


class HordeCatalogue:
    """Checkpoints. LoRAs and embeddings are CivitAI's, and listed nowhere here."""

    def __init__(
        self,
        ask: Send,
        spending: Spending,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        lists: AsyncRetryingCaller = LISTS,
        stock: Stock | Unkept | None = None,
    ) -> None:
        """Ask through ``ask``; ``sleep`` takes the seconds between two refreshes.

        ``stock`` keeps what is listed.
        """
        self._ask = ask
        self._spending = spending
        self._sleep = sleep
        self._lists = lists
        self._stock = stock or Unkept()
        self._known = Shelf()
        self._served = Shelf()
        self._workers: dict[str, int] = {}
        self._in_doubt = False
        self._listed = Shared(self._load)

    @property
    def workers(self) -> dict[str, int]:
        """How many serve each model, by its name; the most served come first."""
        return self._workers

    async def run(self) -> None:
        """Keep everything fresh until cancelled. Never ends by a failure of the engine."""
        while True:
            seconds = await self._stock.round(
                self.refresh, self._take, every=REFRESH_SECONDS, retry=RETRY_SECONDS
            )
            await self._sleep(seconds)

    async def recall(self) -> None:
        """Know what was listed before the start."""
        if (kept := await self._stock.recall(REFRESH_SECONDS)) is not None:
            await self._take(kept)

    async def refresh(self) -> bool:
        """Read all models anew; return False, and keep the old, when that fails."""
        try:
            await self._lists(passing, self._load)
        except EngineError as error:
            log.warning("catalogue.refresh_failed", engine="horde", failure=error.kind.value)
            return False
        log.info("catalogue.refreshed", engine="horde", count=len(self._served))
        await self._stock.keep(ModelKind.CHECKPOINT, self._known)
        return True

    def suggest(
        self, kind: ModelKind, typed: str, limit: int = 25, taste: Taste = PLAIN
    ) -> list[Model]:
        """Return the models that fit what was typed best, from memory."""
        return self._served.suggest(typed, limit, taste) if kind is ModelKind.CHECKPOINT else []

    def browse(self, kind: ModelKind, base_model: str = "", typed: str = "") -> list[Model]:
        """Return all models that somebody serves and that fit ``typed``, at once."""
        return self._served.browse(base_model, typed) if kind is ModelKind.CHECKPOINT else []

    def bases(self, kind: ModelKind) -> list[str]:
        """Return the base models of a kind, those with the most models first."""
        return self._served.bases() if kind is ModelKind.CHECKPOINT else []

    def find(self, kind: ModelKind, name: str) -> Model | None:
        """Return the one known model that is meant, served or not."""
        return self._known.find(name) if kind is ModelKind.CHECKPOINT else None

    def lacks(self, name: str) -> bool:
        """Whether the list was had when last asked for, and has nothing of exactly this name."""
        found = self.find(ModelKind.CHECKPOINT, name)
        return self.knows(ModelKind.CHECKPOINT) and (found is None or found.name != name)

    def knows(self, kind: ModelKind) -> bool:
        """Whether the list was had when last asked for; of other kinds there is none."""
        return kind is not ModelKind.CHECKPOINT or (len(self._known) > 0 and not self._in_doubt)

    def guess(self, kind: ModelKind, name: str) -> Model:
        """Return a model that cannot be asked about.

        No name at CivitAI has a folder or a file's ending; a title of several words may have a
        stroke.
        """
        name = match.unhashed(name)
        return guess_model(kind, name if " " in name else match.unfoldered(name))

    async def resolve(self, kind: ModelKind, name: str) -> Resolved:
        """Return what a name comes to, asking for the list if it is not known here.

        A checkpoint that nobody serves is known too: somebody may, any minute. Of other kinds
        there is no list, and CivitAI takes ids as well as names: they are taken as written.

        Raises:
            EngineError: the list cannot be had.

        """
        if kind is not ModelKind.CHECKPOINT:
            return Resolved(self.guess(kind, name))
        if not self._known.meant(name):
            self._in_doubt = True
            await self._listed()
        # What nobody serves at the moment is no name to offer.
        return await (self._known if self._known.meant(name) else self._served).resolve(name)

    def default_checkpoint(self) -> Model:
        """Return what to use where no model is named: of those served, the first preferred one.

        None of them served, and it is what most serve; nothing known, and it is the first.
        """
        served = [name for name in PREFERRED if self._workers.get(name)]
        name = next(iter([*served, *self._workers, *PREFERRED]))
        return self.find(ModelKind.CHECKPOINT, name) or guess_model(ModelKind.CHECKPOINT, name)

    async def _load(self) -> None:
        await self._spending.turn(OTHER)
        listed = replies.read_models(await self._ask(wire.models())).models
        found = (_model(model) for model in listed)
        models = [model for model in found if model is not None]
        if models or not len(self._known):
            self._put(Shelf(models))
        self._in_doubt = False

    async def _take(self, kept: Kept) -> None:
        """Know what was listed some time ago; whether a name is missing there, is to be asked."""
        if (shelf := kept.shelves.get(ModelKind.CHECKPOINT)) is not None:
            self._put(shelf)
            self._in_doubt = not kept.is_fresh

    def _put(self, known: Shelf) -> None:
        served = [model for model in known.models if model.workers]
        served.sort(key=lambda model: (-(model.workers or 0), model.name))
        self._known, self._served = known, Shelf(served)
        self._workers = {model.name: model.workers or 0 for model in served}


def _model(listed: ListedModel) -> Model | None:
    name, workers = listed.name, listed.count or 0
    is_large = any(part in name.casefold() for part in LARGE)
    model = listed_model(ModelKind.CHECKPOINT, name, is_sdxl=is_large, workers=workers)
    return model and replace(model, label=f"{name} · 👷 {workers}" if workers else name)
