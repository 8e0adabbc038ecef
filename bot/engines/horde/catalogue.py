"""Which models are served at the moment: kept in memory, refreshed in the background."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.domain.models import Model, ModelKind, Resolved
from bot.domain.taste import PLAIN
from bot.engine_errors import EngineError
from bot.engines.horde import replies, wire
from bot.engines.horde.spending import OTHER
from bot.engines.retries import LISTS, passing
from bot.engines.shelf import Shared, Shelf, guess_model
from bot.prompt import match

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from stamina import AsyncRetryingCaller

    from bot.domain.taste import Taste
    from bot.engines.horde.models import ListedModel
    from bot.engines.horde.spending import Spending
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
    ) -> None:
        """Ask through ``ask``; ``sleep`` takes the seconds between two refreshes."""
        self._ask = ask
        self._spending = spending
        self._sleep = sleep
        self._lists = lists
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
            is_fresh = await self.refresh()
            await self._sleep(REFRESH_SECONDS if is_fresh else RETRY_SECONDS)

    async def refresh(self) -> bool:
        """Read all models anew; return False, and keep the old, when that fails."""
        try:
            await self._lists(passing, self._load)
        except EngineError as error:
            log.warning("catalogue.refresh_failed", engine="horde", failure=error.kind.value)
            return False
        log.info("catalogue.refreshed", engine="horde", count=len(self._served))
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
        known, served = Shelf(), Shelf()
        known.add(_model(model, model.count or 0) for model in listed if model.name)
        workers = _served(listed)
        served.add(_model(model, workers[model.name]) for model in _ordered(listed, workers))
        self._known, self._served, self._workers = known, served, workers
        self._in_doubt = False


def _served(listed: Iterable[ListedModel]) -> dict[str, int]:
    counted = [(model.name, model.count) for model in listed if model.name and model.count]
    return dict(sorted(counted, key=lambda model: (-model[1], model[0])))


def _ordered(listed: Iterable[ListedModel], workers: dict[str, int]) -> list[ListedModel]:
    by_name = {model.name: model for model in listed}
    return [by_name[name] for name in workers]


def _model(listed: ListedModel, workers: int) -> Model:
    name = listed.name
    return Model(
        kind=ModelKind.CHECKPOINT,
        name=name,
        label=f"{name} · 👷 {workers}" if workers else name,
        is_sdxl=any(part in name.casefold() for part in LARGE),
        is_served=workers > 0,
    )
