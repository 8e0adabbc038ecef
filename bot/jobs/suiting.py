"""A request as another engine takes it than the one that it was made for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.capabilities import check, fitted
from bot.domain.models import ModelKind
from bot.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.models import Model
    from bot.domain.ports import Engine
    from bot.domain.request import GenerationRequest


def suited(
    request: GenerationRequest, engine: Engine, own: Model | None, most: int | None = None
) -> GenerationRequest | None:
    """Return what to send to ``engine``; None when it does not take what was asked for.

    What nobody asked for is its own: the model ``own``, None while it knows none, and a size near
    by, of no more pixels than ``most`` if it has not more already. Everything else stays.
    Nor does an engine take what is asked for by name before it has said what it has: there it
    may fail, and where it was meant for it can wait.
    """
    if not all(engine.catalogue.knows(kind) for kind in _named(request)):
        return None
    if request.any_model:
        if own is None:
            return None
        request = replace(request, model=own.name)
    wanted = fitted(request, engine.capabilities, most)
    return wanted if _takes(engine, wanted) else None


def _named(request: GenerationRequest) -> Iterator[ModelKind]:
    """Yield the kinds of which something was asked for by name."""
    if not request.any_model:
        yield ModelKind.CHECKPOINT
    if request.loras:
        yield ModelKind.LORA
    if request.embeddings:
        yield ModelKind.EMBEDDING
    if request.vae:
        yield ModelKind.VAE


def _takes(engine: Engine, request: GenerationRequest) -> bool:
    try:
        check(request, engine.capabilities, engine.title)
        engine.check(request)
    except RefusedError:
        return False
    return True
