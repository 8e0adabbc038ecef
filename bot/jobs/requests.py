"""From what a member typed to a request: parse, merge, look the models up, build."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.models import Model, ModelKind
from bot.prompt.build import build, native_side
from bot.prompt.parse import merge, parse

if TYPE_CHECKING:
    from bot.domain.policy import Maxima
    from bot.domain.ports import Catalogue
    from bot.domain.request import GenerationRequest
    from bot.prompt.options import Options


class Requests:
    """Turns options into requests."""

    def __init__(self, catalogue: Catalogue, default_model: str) -> None:
        """Use ``default_model`` when no checkpoint is asked for."""
        self.catalogue = catalogue
        self._default_model = default_model

    async def build(self, text: str, slash: Options, maxima: Maxima) -> GenerationRequest:
        """Return the request that a prompt and slash options describe; up to 1.5 s.

        Defaults bend to ``maxima``, those of the place; what was asked for does not.

        Raises:
            RefusedError: something in it is wrong; the text says what, and what is allowed.

        """
        options = merge(slash, parse(text, hires=slash.hires).options)
        model = await self._checkpoint(options.model)
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
        return build(options, default_model=self._default_model, native_side=side, maxima=maxima)

    async def _checkpoint(self, asked: str | None) -> Model:
        if asked is not None:
            return await self.catalogue.resolve_checkpoint(asked)
        known = self.catalogue.find(ModelKind.CHECKPOINT, self._default_model)
        return known or Model(ModelKind.CHECKPOINT, self._default_model, self._default_model)

    def _known(self, kind: ModelKind, name: str) -> str:
        """Spell a name as the catalogue does; one it lacks is the engine's to judge."""
        found = self.catalogue.find(kind, name)
        return found.name if found else name
