"""What engines listed, in dictionaries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.ports import Edition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.domain.models import Model, ModelKind


@dataclass(slots=True)
class Kept:
    version: int = 0
    asked_at: datetime | None = None
    holder: str = ""
    held_until: datetime | None = None
    models: dict[ModelKind, dict[str, Model]] = field(default_factory=dict)


class MemoryModelStore:
    """A ModelStore that forgets everything with the test."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}

    async def edition(self, source: str) -> Edition:
        kept = self.kept.get(source, Kept())
        return Edition(kept.version, kept.asked_at)

    async def load(self, source: str) -> Mapping[ModelKind, Sequence[Model]]:
        models = self.kept.get(source, Kept()).models
        return {
            kind: [some[name] for name in sorted(some)] for kind, some in models.items() if some
        }

    async def save(self, source: str, kind: ModelKind, models: Sequence[Model]) -> int:
        kept = self.kept.setdefault(source, Kept())
        old, new = kept.models.get(kind, {}), {model.name: model for model in models}
        written = len([name for name in {**old, **new} if old.get(name) != new.get(name)])
        kept.models[kind] = new
        kept.version += written > 0
        return written

    async def claim(
        self, source: str, holder: str, *, now: datetime, until: datetime, before: datetime
    ) -> bool:
        kept = self.kept.setdefault(source, Kept())
        is_held = kept.held_until is not None and now < kept.held_until <= until
        if (kept.holder not in ("", holder) and is_held) or (
            kept.asked_at is not None and before < kept.asked_at <= now
        ):
            return False
        kept.holder, kept.held_until = holder, until
        return True

    async def release(self, source: str, holder: str, *, asked_at: datetime | None) -> None:
        kept = self.kept.setdefault(source, Kept())
        if kept.holder == holder:
            kept.holder = ""
            kept.asked_at = asked_at or kept.asked_at
