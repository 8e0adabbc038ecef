"""What all routes of one stand-in share."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.playground.comfyui.faults import Faults
from bot.playground.comfyui.knobs import Knobs
from bot.playground.comfyui.tasks import TaskBook
from bot.playground.engine import state
from bot.playground.engine.state import MAX_KEPT_REQUESTS
from bot.playground.novita.state import Note, Seen

if TYPE_CHECKING:
    import asyncio

    from bot.playground.comfyui.files import Files
    from bot.playground.comfyui.nodes import Stock
    from bot.playground.novita.studio import Studio


@dataclass(frozen=True, slots=True)
class Frame:
    """What was said by WebSocket to whoever sent a task."""

    at: float
    """``time.monotonic()``."""
    task_id: str
    kind: str
    words: str


@dataclass(kw_only=True)
class State(state.State[Knobs, Faults, Seen]):
    """Everything a handler may reach."""

    stock: Stock
    files: Files
    studio: Studio
    faults: Faults = field(default_factory=Faults)
    tasks: TaskBook = field(default_factory=TaskBook)
    history: dict[str, dict[str, Any]] = field(default_factory=dict)
    cached: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """Images by what made them: who asks for the same gets the same files."""
    sockets: dict[str, web.WebSocketResponse] = field(default_factory=dict)
    """Those that listen, by client id."""
    wires: dict[str, asyncio.Transport] = field(default_factory=dict)
    """The connections of those."""
    connections: set[asyncio.Transport] = field(default_factory=set)
    """All that were used; they may be closed."""
    frames: deque[Frame] = field(default_factory=lambda: deque(maxlen=MAX_KEPT_REQUESTS))
    number: int = 0
    """Of the next task."""
    current_node: str = ""
    loaded: str = ""
    """The checkpoint in memory."""

    def forget(self) -> None:
        """Lose what a restart loses."""
        self.history.clear()
        self.cached.clear()
        self.files.forget_previews()
        self.number = 0
        self.current_node = self.loaded = ""


STATE = web.AppKey("comfyui", State)
NOTE = web.RequestKey("note", Note)
"""Every request has one: see ``application.record``."""
ROUTE = web.RequestKey("route", str)
"""The name of a request's route; empty for a path that is none."""
