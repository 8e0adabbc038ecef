"""The models of one kind, as they are known so far. Pure."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bot.domain.models import Model
from bot.prompt import match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.models import ModelKind


class Shelf:
    """Models by name; looking something up costs no wait, whatever is being filled in."""

    def __init__(self) -> None:
        """Start empty."""
        self._models: dict[str, tuple[str, Model]] = {}
        self._by_stem: dict[str, list[str]] = {}

    def __len__(self) -> int:
        """How many models there are."""
        return len(self._models)

    def add(self, models: Iterable[Model]) -> None:
        """Put more models in; one of the same name takes the old one's place."""
        for model in models:
            if model.name not in self._models:
                self._by_stem.setdefault(match.stem(model.name), []).append(model.name)
            self._models[model.name] = (model.label.casefold(), model)

    def suggest(self, typed: str, limit: int) -> list[Model]:
        """Return models whose name or label contains what was typed, in any case."""
        wanted = typed.strip().casefold()
        alike = (model for label, model in self._models.values() if wanted in label)
        return list(islice(alike, limit))

    def find(self, wanted: str) -> Model | None:
        """Return the model that is meant, whatever the case and with or without extension."""
        name = match.find(wanted.strip(), self._by_stem.get(match.stem(wanted), ()))
        return None if name is None else self._models[name][1]


def guess_model(kind: ModelKind, name: str) -> Model:
    """Return what can be said of a model by its name alone."""
    return Model(kind, name, name, base_model="", is_sdxl="xl" in name.casefold())
