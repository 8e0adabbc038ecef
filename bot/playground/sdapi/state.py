"""What all routes of one stand-in share."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.engine import state
from bot.playground.engine.state import Note
from bot.playground.sdapi.faults import Faults
from bot.playground.sdapi.knobs import Knobs
from bot.playground.sdapi.stock import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Coroutine, Mapping

    from bot.playground.novita.studio import Studio
    from bot.playground.sdapi.stock import Stock
    from bot.playground.sdapi.tasks import Task


@dataclass(slots=True)
class Seen:
    """One request that came in."""

    route: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    at: float
    """``time.monotonic()`` at its arrival."""
    status: int | None = None
    """None when the connection was closed before the answer was whole, and until it is."""
    took: float | None = None
    """Seconds until the answer was ready; None until it is."""
    note: Note = field(default_factory=Note)


@dataclass(kw_only=True)
class State(state.State[Knobs, Faults, Seen]):
    """Everything a handler may reach."""

    auth: str
    studio: Studio
    stock: Stock
    faults: Faults = field(default_factory=Faults)
    settings: dict[str, Any] = field(default_factory=lambda: dict(SETTINGS))
    tasks: list[Task] = field(default_factory=list)
    """Of the process that runs; a restart begins a new list."""
    past: list[Task] = field(default_factory=list)
    """Of the processes before it."""
    connections: dict[int, web.Request] = field(default_factory=dict)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """The server's own queue."""
    spent: deque[tuple[float, int]] = field(default_factory=deque)
    """What the limiter counted, and when."""
    background: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def running(self) -> Task | None:
        """The task that is worked on."""
        return next((task for task in self.tasks if task.state == "running"), None)

    @property
    def queued(self) -> list[Task]:
        """The tasks that wait, in order."""
        return [task for task in self.tasks if task.state == "queued"]

    def start(self, working: Coroutine[Any, Any, None]) -> None:
        """Begin what no request waits for."""
        task = asyncio.create_task(working)
        self.background.add(task)
        task.add_done_callback(self.background.discard)

    async def close(self) -> None:
        """Stop working."""
        for task in self.background:
            task.cancel()
        await asyncio.gather(*self.background, return_exceptions=True)

    def find(self, task_id: str) -> Task | None:
        """Return the newest task of that id."""
        return next((it for it in reversed(self.tasks) if it.task_id == task_id), None)

    @staticmethod
    def route_of(request: web.Request) -> str:
        """Return the last part of a path; ``job`` for that of a job."""
        last = request.path.rpartition("/")[2]
        return "job" if "/jobs/" in request.path and last != "cancel" else last


STATE = web.AppKey("state", State)
NOTE = web.RequestKey("note", Note)
"""Every request has one: see ``doors.record``."""
