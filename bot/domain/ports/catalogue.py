"""The models that can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.models import Model, ModelKind


class Catalogue(Protocol):
    """The engine's models, as far as they are known yet."""

    def suggest(self, kind: ModelKind, typed: str, limit: int = 25) -> Sequence[Model]:
        """Return models whose name or label contains ``typed``, at once, from memory."""
        ...

    def find(self, kind: ModelKind, name: str) -> Model | None:
        """Return the model of this name, whatever its case and file extension."""
        ...

    async def resolve_checkpoint(self, name: str) -> Model:
        """Return the checkpoint meant, asking the engine (1.5 s at most) if it is not known.

        One that cannot be asked about is returned as it was typed.

        Raises:
            InvalidOptionError: the engine answered, and has no such checkpoint.

        """
        ...

    def default_checkpoint(self) -> Model | None:
        """Return the checkpoint for whoever names none; None while none is known yet."""
        ...
