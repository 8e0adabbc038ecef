"""A request as another engine takes it than the one that it was made for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.capabilities import check, fitted
from bot.errors import RefusedError

if TYPE_CHECKING:
    from bot.domain.models import Model
    from bot.domain.ports import Engine
    from bot.domain.request import GenerationRequest


def suited(
    request: GenerationRequest, engine: Engine, own: Model | None, most: int | None = None
) -> GenerationRequest | None:
    """Return what to send to ``engine``; None when it does not take what was asked for.

    What nobody asked for is its own: the model ``own``, None while it knows none, and a size near
    by, of no more pixels than ``most`` if it has not more already. Everything else stays.
    """
    if request.any_model:
        if own is None:
            return None
        request = replace(request, model=own.name)
    wanted = fitted(request, engine.capabilities, most)
    return wanted if _takes(engine, wanted) else None


def _takes(engine: Engine, request: GenerationRequest) -> bool:
    try:
        check(request, engine.capabilities, engine.title)
        engine.check(request)
    except RefusedError:
        return False
    return True
