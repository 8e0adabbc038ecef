"""How somebody's jobs stand in the queue. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.job import Job


@dataclass(frozen=True, slots=True)
class Queued:
    """A job that waits."""

    job: Job
    ahead: int
    """Jobs of anybody that wait for longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQueue:
    """What a member has in the queue of a guild."""

    waiting: Sequence[Queued] = ()
    """The first few, the oldest first."""
    total: int = 0
    """All that wait."""
    under_way: int = 0
