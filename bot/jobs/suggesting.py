"""Models for what somebody types, searched beside the event loop."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bot.domain.model_rules import allowed, family
from bot.domain.models import ModelKind
from bot.domain.taste import Taste

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.domain.models import Model
    from bot.domain.policy import Policy
    from bot.domain.ports import Catalogue

SHOWN = 25
"""Choices that Discord takes."""

LOOKED_AT = 3000
"""New names that are held against a place's rules for one keystroke; what is not told by then is
left out, and told for the next. Under rules that allow next to nothing, it would be all."""

RULES = 4
"""Places' rules whose decisions are remembered: most places have the same, which is none."""

REMEMBERED = 50_000
"""Decisions by the same rules: labels change with how many serve a model."""

_Rules: TypeAlias = "tuple[ModelKind, object, object]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Who types what, and where."""

    kind: ModelKind
    typed: str
    policy: Policy
    """Of the place."""
    favourites: tuple[str, ...] = ()
    model: str = ""
    """The checkpoint that was chosen in the same command, if any."""
    named: Sequence[str] = ()
    """What the field names already."""


class Suggesting:
    """Searches one thing at a time: many threads would keep the event loop waiting for its turn."""

    def __init__(self, catalogue: Callable[[], Catalogue]) -> None:
        """Search in what ``catalogue`` returns at that moment."""
        self._catalogue = catalogue
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="suggest")
        self._decided: OrderedDict[_Rules, dict[str, bool]] = OrderedDict()

    async def models(self, wanted: Wanted) -> Sequence[Model]:
        """Return the models to offer, the best first; nothing that a place forbids."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._search, wanted)

    async def meant(self, wanted: Wanted) -> Model | None:
        """Return the one model that the whole of what was typed names, if it may be used."""
        model = self._catalogue().find(wanted.kind, wanted.typed)
        return model if model is not None and allowed(model, wanted.policy) else None

    def _search(self, wanted: Wanted) -> Sequence[Model]:
        catalogue, kind = self._catalogue(), wanted.kind
        known = (catalogue.find(kind, name) for name in wanted.named)
        taste = Taste(
            favourites=wanted.favourites,
            bases=_bases(catalogue, kind, wanted.model),
            named=frozenset(model.name for model in known if model is not None),
            allows=self._allows(kind, wanted.policy),
        )
        return catalogue.suggest(kind, wanted.typed, SHOWN, taste)

    def _allows(self, kind: ModelKind, policy: Policy) -> Callable[[Model], bool]:
        key = (kind, policy.models_allow, policy.models_deny)
        decided = self._decided.setdefault(key, {})
        self._decided.move_to_end(key)
        if len(decided) > REMEMBERED:
            decided.clear()
        if len(self._decided) > RULES * len(ModelKind):
            self._decided.popitem(last=False)
        left = LOOKED_AT

        def allows(model: Model) -> bool:
            nonlocal left
            is_allowed = decided.get(model.label)
            if is_allowed is None:
                if left <= 0:
                    return False
                left -= 1
                is_allowed = decided[model.label] = allowed(model, policy)
            return is_allowed

        return allows


def _bases(catalogue: Catalogue, kind: ModelKind, checkpoint: str) -> frozenset[str]:
    """Return the base models whose models belong to a checkpoint."""
    if kind is ModelKind.CHECKPOINT or not checkpoint:
        return frozenset()
    chosen = catalogue.find(ModelKind.CHECKPOINT, checkpoint)
    own = family(chosen.base_model) if chosen else None
    if own is None:
        return frozenset()
    return frozenset(base for base in catalogue.bases(kind) if family(base) == own)
