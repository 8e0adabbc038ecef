"""The models of one kind, as they are known so far. Pure."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bot.domain.models import Model, ModelKind
from bot.novita.building import bare
from bot.prompt import match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.novita.models import ListedModel


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


def read_model(kind: ModelKind, listed: ListedModel) -> Model | None:
    """Return a listed model, or None when it is unavailable or has no name to send.

    LoRAs and embeddings are sent by ``sd_name_in_api``, the others by ``sd_name``.
    """
    name = listed.sd_name
    if kind is ModelKind.LORA:
        name = listed.sd_name_in_api or bare(listed.sd_name)
    elif kind is ModelKind.EMBEDDING:
        name = listed.sd_name_in_api or listed.sd_name
    if not name or listed.status == 0:
        return None
    title = " ".join(listed.name.split())
    return Model(
        kind=kind,
        name=name,
        label=f"{name} · {title}" if title and title not in name else name,
        base_model=listed.base_model,
        is_sdxl=listed.is_sdxl is True or "xl" in listed.base_model.casefold(),
    )


def guess_model(kind: ModelKind, name: str) -> Model:
    """Return what can be said of a model by its name alone."""
    return Model(kind, name, name, base_model="", is_sdxl="xl" in name.casefold())
