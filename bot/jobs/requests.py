"""From what a member typed to a request: parse, merge, look the models up, build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.capabilities import fitted
from bot.domain.models import Model, ModelKind
from bot.errors import ObstaclesError, RefusedError
from bot.jobs import names
from bot.prompt.build import build, native_side
from bot.prompt.parse import merge, parse
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.domain.capabilities import Capabilities
    from bot.domain.policy import Maxima
    from bot.domain.ports import Catalogue, Engine
    from bot.domain.request import GenerationRequest
    from bot.jobs.engines import Engines
    from bot.prompt.options import Options
    from bot.texts.text import Text


@dataclass(frozen=True, slots=True)
class Built:
    """A request, and what was brought to the nearest that its engine takes."""

    request: GenerationRequest
    adjusted: Text | None = None


class Requests:
    """Turns options into requests."""

    def __init__(self, engines: Engines, default_model: str | None) -> None:
        """Use ``default_model``, or the engine's own, when no checkpoint is asked for."""
        self._engines = engines
        self._default_model = default_model

    @property
    def catalogue(self) -> Catalogue:
        """The models of the engine that a new job goes to."""
        return self._engines.current.catalogue

    @property
    def engines(self) -> tuple[Engine, ...]:
        """Where prompts go: to the first, and while that is down to the second, if any."""
        return self._engines.watched

    @property
    def capabilities(self) -> Capabilities:
        """What the engine takes that commands are made for."""
        return self._engines.first.capabilities

    async def build(self, prompt: str, slash: Options, maxima: Maxima) -> Built:
        """Return the request that a prompt and slash options describe; up to 1.5 s.

        Defaults bend to ``maxima``, those of the place; what was asked for does not.

        Raises:
            RefusedError: something in it is wrong; the text says what, and what is allowed.

        """
        options = merge(slash, parse(prompt, hires=slash.hires).options)
        named = await names.resolve(options, self.catalogue, over=slash)
        if named.obstacles:
            several = len(named.obstacles) > 1
            raise ObstaclesError(named.obstacles) if several else named.obstacles[0]
        model = named.model or self._default()
        side = native_side(model.name, model.base_model, is_sdxl=model.is_sdxl)
        request = build(named.options, default_model=model.name, native_side=side, maxima=maxima)
        return self.fitted(request)

    def fitted(self, request: GenerationRequest) -> Built:
        """Bring a request to what the engine of now takes, whichever it was made for."""
        return _fitted(request, self._engines.current.capabilities)

    def _default(self) -> Model:
        name = self._default_model if self._engines.current is self._engines.first else None
        if name is None:
            if (default := self.catalogue.default_checkpoint()) is None:
                raise RefusedError(text("refused.no_checkpoint"))
            return default
        known = self.catalogue.find(ModelKind.CHECKPOINT, name)
        return known or Model(ModelKind.CHECKPOINT, name, name)


def _fitted(request: GenerationRequest, capabilities: Capabilities) -> Built:
    taken = fitted(request, capabilities)
    if taken == request:
        return Built(request)
    was, now = (f"{width}×{height}" for width, height in (request.size, taken.size))
    return Built(taken, text("result.adjusted", changes=f"{was} → {now}"))
