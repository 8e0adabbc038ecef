"""An engine's models by kind, as known so far; and what all catalogues do with them."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from bot.domain.models import Model, ModelKind, Resolved
from bot.domain.taste import PLAIN
from bot.prompt import match
from bot.prompt.index import Index

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from bot.domain.taste import Taste

MANY = 2000
"""Models that the collector of garbage would feel."""

CONSIDERED = 200
"""Names that are looked at for those near one."""


class Shelf:
    """Models by name; looking something up costs no wait, whatever is being filled in."""

    def __init__(self, models: Iterable[Model] = ()) -> None:
        """Start with ``models``; tens of thousands take a second, and belong into a thread."""
        self._index = Index()
        self._models: dict[str, Model] = {}
        # Tuples of texts, which the collector of garbage leaves alone: of most there is one.
        self._by_base: dict[str, tuple[str, ...]] = {}
        self._numbered: dict[str, tuple[str, ...]] = {}
        self._bases = Counter[str]()
        self.add(models)

    def __len__(self) -> int:
        """How many models there are."""
        return len(self._models)

    @property
    def models(self) -> Sequence[Model]:
        """All models, in the order in which they came."""
        return self._index.models

    def add(self, models: Iterable[Model]) -> None:
        """Put more models in; one of the same name takes the old one's place."""
        for model in models:
            if model.name not in self._models:
                base = match.base(model.name)
                bare = match.unnumbered(base)
                self._by_base[base] = (*self._by_base.get(base, ()), model.name)
                self._numbered[bare] = (*self._numbered.get(bare, ()), model.name)
            elif (old := self._models[model.name]).base_model:
                self._bases[old.base_model] -= 1
            if model.base_model:
                self._bases[model.base_model] += 1
            self._models[model.name] = model
            self._index.add((model,))

    def suggest(self, typed: str, limit: int, taste: Taste = PLAIN) -> list[Model]:
        """Return the models that fit what was typed best, see ``Index``."""
        return list(islice(self._index.find(typed, taste), limit))

    def browse(self, base_model: str, typed: str) -> list[Model]:
        """Return all models of a base model (empty: of any) that fit what was typed."""
        found = self._index.find(typed)
        return [model for model in found if base_model in ("", model.base_model)]

    def bases(self) -> list[str]:
        """Return the base models that are told, those with the most models first."""
        told = self._bases
        return sorted((base for base in told if told[base]), key=lambda base: (-told[base], base))

    def meant(self, wanted: str) -> list[Model]:
        """Return the models that a name may mean, see ``match.meant``."""
        if (exact := self._models.get(wanted.strip())) is not None:
            return [exact]
        base = match.base(wanted)
        names = self._by_base.get(base) or self._numbered.get(base, ())
        return [self._models[name] for name in match.narrowed(wanted, names)]

    def find(self, wanted: str) -> Model | None:
        """Return the one model that is meant; None where there is none, or several."""
        found = self.meant(wanted)
        return found[0] if len(found) == 1 else None

    async def resolve(self, wanted: str) -> Resolved:
        """Return what a name comes to, by what is known; near names are looked for in a thread."""
        found = self.meant(wanted)
        if len(found) == 1:
            return Resolved(found[0])
        if found:
            return Resolved(several=tuple(model.name for model in found))
        return Resolved(near=tuple(await asyncio.to_thread(self._near, wanted)))

    def _near(self, wanted: str) -> list[str]:
        sought = match.near_form(match.base(wanted))
        names = [self._index.models[place].name for place in self._index.near(sought, CONSIDERED)]
        return match.near(wanted, {name: match.near_form(match.base(name)) for name in names})


class Shelves:
    """A shelf for each kind: what a catalogue answers from memory."""

    def __init__(self) -> None:
        """Start with empty ones."""
        self._shelves = {kind: Shelf() for kind in ModelKind}

    def suggest(
        self, kind: ModelKind, typed: str, limit: int = 25, taste: Taste = PLAIN
    ) -> list[Model]:
        """Return the models that fit what was typed best, from memory."""
        return self._shelves[kind].suggest(typed, limit, taste)

    def browse(self, kind: ModelKind, base_model: str = "", typed: str = "") -> list[Model]:
        """Return all models of a base model (empty: of any) that fit ``typed``, at once."""
        return self._shelves[kind].browse(base_model, typed)

    def bases(self, kind: ModelKind) -> list[str]:
        """Return the base models of a kind, those with the most models first."""
        return self._shelves[kind].bases()

    def find(self, kind: ModelKind, name: str) -> Model | None:
        """Return the one known model that is meant, see ``Shelf.meant``."""
        return self._shelves[kind].find(name)


def stocked(models: Iterable[Model]) -> Shelf:
    """Return a shelf of any number of models; for a thread.

    Tens of thousands live until the next list, and the collector of garbage would go through them
    again and again, which holds up everything for a tenth of a second: they are set aside.
    """
    shelf = Shelf(models)
    if len(shelf) > MANY:
        gc.freeze()
    return shelf


class Shared:
    """A question whose answer those share who ask it while it is open."""

    def __init__(self, ask: Callable[[], Awaitable[object]]) -> None:
        """Ask by ``ask``, whose answer is kept elsewhere."""
        self._ask = ask
        self._lock = asyncio.Lock()
        self._answers = 0

    async def __call__(self) -> None:
        """Have an answer; to a question that is open already, that one.

        Raises:
            EngineError: it was refused, or nobody is there.

        """
        before = self._answers
        async with self._lock:
            if self._answers == before:
                await self._ask()
                self._answers += 1


def guess_model(kind: ModelKind, name: str) -> Model:
    """Return what can be said of a model by its name alone."""
    return Model(kind, name, name, base_model="", is_sdxl="xl" in name.casefold())
