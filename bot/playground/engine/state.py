"""What the routes of any stand-in share, and the requests that it keeps."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

MAX_KEPT_REQUESTS = 50_000

KnobsT = TypeVar("KnobsT")
FaultsT = TypeVar("FaultsT")
SeenT = TypeVar("SeenT")
NoteT = TypeVar("NoteT")


@dataclass(slots=True)
class Note:
    """What a handler found out about its request; all empty when it did not get so far."""

    task_id: str = ""
    told: str = ""
    """The prompt of a submit, how a task stands, or which image is fetched."""
    is_end: bool = False
    """Whether the task was said to be over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen(Generic[NoteT]):
    """One request that came in; ``route`` is empty for a path that is no route."""

    route: str
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    at: float
    """``time.monotonic()`` at its arrival."""
    status: int | None
    """None when the connection was closed before the answer was whole."""
    took: float
    """Seconds until the answer was ready."""
    note: NoteT


class Studio(Protocol):
    """Where pictures are drawn."""

    async def close(self) -> None:
        """Finish what is being drawn and forget the rest."""
        ...


@dataclass(kw_only=True)
class State(Generic[KnobsT, FaultsT, SeenT]):
    """What a handler may reach at every engine."""

    url: str = ""
    knobs: KnobsT
    faults: FaultsT
    rng: random.Random
    studio: Studio
    requests: deque[SeenT] = field(default_factory=lambda: deque(maxlen=MAX_KEPT_REQUESTS))
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set, and replaced, after whatever happens: see ``Server.wait_until``."""

    def tell(self) -> None:
        """Wake whoever waits for something to have happened."""
        self.changed.set()
        self.changed = asyncio.Event()
