"""The models that can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.domain.taste import PLAIN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.models import Model, ModelKind, Resolved
    from bot.domain.taste import Taste


class Catalogue(Protocol):
    """The engine's models, as far as they are known yet."""

    def suggest(
        self, kind: ModelKind, typed: str, limit: int = 25, taste: Taste = PLAIN
    ) -> Sequence[Model]:
        """Return the models that fit ``typed`` best, from memory, see ``bot.prompt.index``.

        It takes some milliseconds, and may be called from a thread.
        """
        ...

    def browse(self, kind: ModelKind, base_model: str = "", typed: str = "") -> Sequence[Model]:
        """Return all known models of a base model (empty: of any) that fit ``typed``, best first.

        With nothing typed they stand in the engine's order. It may take a few milliseconds.
        """
        ...

    def bases(self, kind: ModelKind) -> Sequence[str]:
        """Return the base models of a kind, those with the most models first; empty: none told."""
        ...

    def find(self, kind: ModelKind, name: str) -> Model | None:
        """Return the one known model that a name means, see ``bot.prompt.match``."""
        ...

    def knows(self, kind: ModelKind) -> bool:
        """Whether a name of a kind can be told from one that the engine has not, at once.

        Also where names are never told: what is listed nowhere is taken as written.
        """
        ...

    async def resolve(self, kind: ModelKind, name: str) -> Resolved:
        """Return what a name comes to, asking the engine if it is not known.

        It waits as long as the engine does: who asks sets a time.

        Raises:
            EngineError: the engine cannot be asked.

        """
        ...

    def guess(self, kind: ModelKind, name: str) -> Model:
        """Return a model that cannot be asked about, as it was written."""
        ...

    def default_checkpoint(self) -> Model | None:
        """Return the checkpoint for whoever names none; None while none is known yet."""
        ...
