"""What all routes of one stand-in share."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.horde.faults import Faults
from bot.playground.horde.limits import Limits
from bot.playground.horde.tasks import TaskBook

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from bot.playground.horde.knobs import Knobs
    from bot.playground.novita.signing import Signer
    from bot.playground.novita.studio import Studio

BASE = "/api/v2"
SUBMIT = f"{BASE}/generate/async"
CHECK = f"{BASE}/generate/check/{{id}}"
STATUS = f"{BASE}/generate/status/{{id}}"
FIND_USER = f"{BASE}/find_user"
MODELS = f"{BASE}/status/models"
MODES = f"{BASE}/status/modes"
HEARTBEAT = f"{BASE}/status/heartbeat"
IMAGE = "/r2/{name}"

MAX_KEPT_REQUESTS = 50_000


@dataclass(slots=True)
class Note:
    """What a handler found out about its request; all empty when it did not get so far."""

    task_id: str = ""
    told: str = ""
    """The prompt of a submit, how a task stands, or which image is fetched."""
    is_end: bool = False
    """Whether the task was said to be over."""


@dataclass(frozen=True, slots=True)
class Seen:
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
    took: float = 0.0
    """Seconds until the answer was ready."""
    note: Note = field(default_factory=Note)


@dataclass
class Timeout:
    """An address that has sent what nobody may ask for."""

    offences: int = 0
    ends_at: float = 0.0


@dataclass
class State:
    """Everything a handler may reach."""

    url: str
    knobs: Knobs
    rng: random.Random
    signer: Signer
    studio: Studio
    models: dict[str, int]
    faults: Faults = field(default_factory=Faults)
    tasks: TaskBook = field(default_factory=TaskBook)
    limits: Limits = field(default_factory=Limits)
    timeouts: dict[str, Timeout] = field(default_factory=dict)
    requests: deque[Seen] = field(default_factory=lambda: deque(maxlen=MAX_KEPT_REQUESTS))
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set, and replaced, after every request: see ``HordeStandIn.wait_until``."""

    def tell(self) -> None:
        """Wake whoever waits for something to have happened."""
        self.changed.set()
        self.changed = asyncio.Event()


STATE = web.AppKey("state", State)
NOTE = web.RequestKey("note", Note)
"""Every request has one: see ``middlewares.record``."""


def route_of(request: web.Request) -> str:
    """Return the name of the route that a request met, empty for none."""
    resource = request.match_info.route.resource
    names = {
        SUBMIT: "submit",
        CHECK: "check",
        STATUS: "cancel" if request.method == "DELETE" else "status",
        FIND_USER: "find_user",
        MODELS: "models",
        MODES: "modes",
        HEARTBEAT: "heartbeat",
        IMAGE: "image",
    }
    return names.get(resource.canonical if resource else "", "")
