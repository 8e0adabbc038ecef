"""What all routes of one stand-in share."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.novita.budget import ImageBudget
from bot.playground.novita.faults import Faults
from bot.playground.novita.tasks import TaskBook

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from bot.playground.novita.knobs import Knobs
    from bot.playground.novita.models.entry import Model
    from bot.playground.novita.signing import Signer
    from bot.playground.novita.studio import Studio
    from bot.playground.novita.webhook import Webhooks

SUBMIT = "/v3/async/txt2img"
RESULT = "/v3/async/task-result"
MODEL = "/v3/model"
USER = "/v3/user"
BALANCE = "/openapi/v1/billing/balance/detail"
IMAGE = "/images/prod/{task_id}/{name}"
ELSEWHERE = "/elsewhere/{name}"

ROUTE_NAMES = {
    SUBMIT: "submit",
    RESULT: "result",
    MODEL: "model",
    USER: "user",
    BALANCE: "balance",
    IMAGE: "image",
    ELSEWHERE: "elsewhere",
}

MAX_KEPT_REQUESTS = 50_000


@dataclass(slots=True)
class Note:
    """What a handler found out about its request; all empty when it did not get so far."""

    prompt: str = ""
    """Of a submit, also of one that was refused."""
    task_id: str = ""
    """Of an accepted submit, a poll or a download."""
    task_status: str = ""
    """What a poll was told; empty for TASK_NOT_FOUND."""


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
class State:
    """Everything a handler may reach."""

    url: str
    api_key: str
    knobs: Knobs
    rng: random.Random
    signer: Signer
    studio: Studio
    models: list[Model]
    webhooks: Webhooks = field(init=False)
    faults: Faults = field(default_factory=Faults)
    tasks: TaskBook = field(default_factory=TaskBook)
    budget: ImageBudget = field(default_factory=ImageBudget)
    requests: deque[Seen] = field(default_factory=lambda: deque(maxlen=MAX_KEPT_REQUESTS))
    warm_models: set[str] = field(default_factory=set)
    refused_once: set[str] = field(default_factory=set)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set, and replaced, after every request: see ``NovitaStandIn.wait_until``."""

    def tell(self) -> None:
        """Wake whoever waits for something to have happened."""
        self.changed.set()
        self.changed = asyncio.Event()


STATE = web.AppKey("state", State)
NOTE = web.RequestKey("note", Note)
"""Every request has one: see ``recording``."""
