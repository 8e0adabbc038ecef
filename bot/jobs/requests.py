"""From what a member typed to a request: parse, merge, look the models up, build."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.capabilities import fitted
from bot.domain.models import Model, ModelKind
from bot.errors import RefusedError
from bot.jobs.naming import named, nobody
from bot.prompt.build import build, native_side
from bot.prompt.parse import merge, parse
from bot.texts.text import text

if TYPE_CHECKING:
    from bot.domain.capabilities import Capabilities
    from bot.domain.policy import Maxima
    from bot.domain.ports import Catalogue, Engine
    from bot.domain.request import GenerationRequest
    from bot.jobs.engines import Engines
    from bot.jobs.naming import Names
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

    async def build(
        self, prompt: str, slash: Options, maxima: Maxima, names: Names = nobody
    ) -> Built:
        """Return the request that a prompt and slash options describe; up to 1.5 s.

        Args:
            prompt: As it was typed.
            slash: The other options.
            maxima: Those of the place. Defaults bend to them; what was asked for does not.
            names: Tells what mentions stand for, where there are any.

        Raises:
            RefusedError: something in it is wrong; the text says what, and what is allowed.

        """
        options = merge(slash, parse(prompt, hires=slash.hires).options)
        model, options = await asyncio.gather(
            self._checkpoint(options.model), named(options, names)
        )
        options = replace(
            options,
            model=model.name,
            loras=tuple(
                replace(lora, name=self._known(ModelKind.LORA, lora.name)) for lora in options.loras
            ),
            embeddings=tuple(self._known(ModelKind.EMBEDDING, name) for name in options.embeddings),
            vae=options.vae and self._known(ModelKind.VAE, options.vae),
        )
        side = native_side(model.name, model.base_model, is_sdxl=model.is_sdxl)
        request = build(options, default_model=model.name, native_side=side, maxima=maxima)
        return self.fitted(request)

    def fitted(self, request: GenerationRequest) -> Built:
        """Bring a request to what the engine of now takes, whichever it was made for."""
        return _fitted(request, self._engines.current.capabilities)

    async def _checkpoint(self, asked: str | None) -> Model:
        if asked is not None:
            return await self.catalogue.resolve_checkpoint(asked)
        name = self._default_model if self._engines.current is self._engines.first else None
        if name is None:
            if (default := self.catalogue.default_checkpoint()) is None:
                raise RefusedError(text("refused.no_checkpoint"))
            return default
        known = self.catalogue.find(ModelKind.CHECKPOINT, name)
        return known or Model(ModelKind.CHECKPOINT, name, name)

    def _known(self, kind: ModelKind, name: str) -> str:
        """Spell a name as the catalogue does; one it lacks is the engine's to judge."""
        found = self.catalogue.find(kind, name)
        return found.name if found else name


def _fitted(request: GenerationRequest, capabilities: Capabilities) -> Built:
    taken = fitted(request, capabilities)
    if taken == request:
        return Built(request)
    was, now = (f"{width}×{height}" for width, height in (request.size, taken.size))
    return Built(taken, text("result.adjusted", changes=f"{was} → {now}"))
