"""What all routes of one stand-in share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from aiohttp import web

from bot.playground.engine import state
from bot.playground.engine.state import Note
from bot.playground.horde.faults import Faults
from bot.playground.horde.knobs import Knobs
from bot.playground.horde.limits import Limits
from bot.playground.horde.tasks import TaskBook

if TYPE_CHECKING:
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

Seen: TypeAlias = state.Seen[Note]


@dataclass
class Timeout:
    """An address that has sent what nobody may ask for."""

    offences: int = 0
    ends_at: float = 0.0


@dataclass(kw_only=True)
class State(state.State[Knobs, Faults, Seen]):
    """Everything a handler may reach."""

    signer: Signer
    studio: Studio
    models: dict[str, int]
    faults: Faults = field(default_factory=Faults)
    tasks: TaskBook = field(default_factory=TaskBook)
    limits: Limits = field(default_factory=Limits)
    timeouts: dict[str, Timeout] = field(default_factory=dict)


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
