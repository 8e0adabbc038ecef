"""What all routes of one stand-in share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from aiohttp import web

from bot.playground.engine import state
from bot.playground.novita.budget import ImageBudget
from bot.playground.novita.faults import Faults
from bot.playground.novita.knobs import Knobs
from bot.playground.novita.tasks import TaskBook

if TYPE_CHECKING:
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


@dataclass(slots=True)
class Note:
    """What a handler found out about its request; all empty when it did not get so far."""

    prompt: str = ""
    """Of a submit, also of one that was refused."""
    task_id: str = ""
    """Of an accepted submit, a poll or a download."""
    task_status: str = ""
    """What a poll was told; empty for TASK_NOT_FOUND."""


Seen: TypeAlias = state.Seen[Note]


@dataclass(kw_only=True)
class State(state.State[Knobs, Faults, Seen]):
    """Everything a handler may reach."""

    api_key: str
    signer: Signer
    studio: Studio
    models: list[Model]
    webhooks: Webhooks = field(init=False)
    faults: Faults = field(default_factory=Faults)
    tasks: TaskBook = field(default_factory=TaskBook)
    budget: ImageBudget = field(default_factory=ImageBudget)
    warm_models: set[str] = field(default_factory=set)
    refused_once: set[str] = field(default_factory=set)


STATE = web.AppKey("state", State)
NOTE = web.RequestKey("note", Note)
"""Every request has one: see ``middlewares.record``."""


def route_of(request: web.Request) -> str:
    """Return the name of the route that a request met, empty for none."""
    resource = request.match_info.route.resource
    return ROUTE_NAMES.get(resource.canonical if resource else "", "")
