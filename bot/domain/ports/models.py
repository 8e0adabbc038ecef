"""The models of engines as they were last listed, kept for the next start and for all processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.domain.models import Model, ModelKind


@dataclass(frozen=True, slots=True)
class Edition:
    """Which lists are kept of a source."""

    version: int = 0
    """Changes with whatever is kept; 0 where nothing ever was."""
    asked_at: datetime | None = None
    """When all of it was last listed without a failure."""


class ModelStore(Protocol):
    """Lists of models by their source: an engine at an address. Each raises a StoreError."""

    async def edition(self, source: str) -> Edition:
        """Return which lists are kept."""
        ...

    async def load(self, source: str) -> Mapping[ModelKind, Sequence[Model]]:
        """Return all models that are kept, by kind, each kind by name."""
        ...

    async def save(self, source: str, kind: ModelKind, models: Sequence[Model]) -> int:
        """Keep these models of a kind, and no others; return how many rows were written.

        Only what differs is written, in many short transactions: others see it change in parts.
        """
        ...

    async def claim(
        self, source: str, holder: str, *, now: datetime, until: datetime, before: datetime
    ) -> bool:
        """Let one process ask for the lists, until a moment or ``release``; return whether it may.

        Nobody may whose source was asked after ``before``, or is being asked by another.
        """
        ...

    async def release(self, source: str, holder: str, *, asked_at: datetime | None) -> None:
        """Let others ask again; ``asked_at`` is now where everything was listed."""
        ...
