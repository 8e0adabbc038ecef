"""The stand-in itself: starts, serves on loopback, restarts, stops."""

from __future__ import annotations

import random
import secrets
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web
from typing_extensions import override

from bot.playground.engine.serving import Server
from bot.playground.horde import middlewares, reads
from bot.playground.horde.faults import Faults
from bot.playground.horde.images import drawn, image
from bot.playground.horde.knobs import Knobs
from bot.playground.horde.state import (
    BASE,
    CHECK,
    FIND_USER,
    HEARTBEAT,
    IMAGE,
    MODELS,
    MODES,
    STATE,
    STATUS,
    SUBMIT,
    Seen,
    State,
)
from bot.playground.horde.submit import submit
from bot.playground.horde.telling import TRAITS, glimpses_of
from bot.playground.novita.signing import Signer
from bot.playground.novita.studio import Studio

if TYPE_CHECKING:
    from bot.playground.glimpse import Glimpse
    from bot.playground.horde.tasks import Task, TaskBook

SERVED = {
    "Deliberate": 14,
    "AlbedoBase XL (SDXL)": 23,
    "stable_diffusion": 31,
    "Dreamshaper": 9,
    "Anything Diffusion": 4,
    "Flux.1-Schnell fp8 (Compact)": 3,
    "Juggernaut XL": 2,
    "Pastel Mix": 0,
}
"""Workers by model."""

ROUTES = (
    ("POST", SUBMIT, submit),
    ("GET", CHECK, reads.check),
    ("GET", STATUS, reads.status),
    ("DELETE", STATUS, reads.cancel),
    ("GET", FIND_USER, reads.find_user),
    ("GET", MODELS, reads.models),
    ("GET", MODES, reads.modes),
    ("GET", HEARTBEAT, reads.heartbeat),
    ("GET", IMAGE, image),
    ("*", "/{tail:.*}", reads.unknown_route),
)


class HordeStandIn(Server[Knobs, Faults, Seen]):
    """AI Horde's v2 API on a loopback socket, for ``async with``."""

    traits = TRAITS
    _state: State

    def __init__(
        self,
        knobs: Knobs | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        rng_seed: int = 0,
    ) -> None:
        """Set up without opening a socket.

        Args:
            knobs: What to begin with; change attributes of ``self.knobs`` at any time.
            host: Where to listen.
            port: 0 takes a free one.
            rng_seed: Decides drawn seeds, delays and jitter.
        """
        state = State(
            knobs=knobs or Knobs(),
            rng=random.Random(rng_seed),  # noqa: S311 - jitter and seeds, no secret
            signer=Signer(secrets.token_bytes(32)),
            studio=Studio(),
            models=dict(SERVED),
        )
        super().__init__(state, partial(_application, state), (host, port))

    @property
    @override
    def url(self) -> str:
        """The base URL, as in ``http://127.0.0.1:43210/api/v2``; empty before the start."""
        return f"{self._state.url}{BASE}" if self._state.url else ""

    @property
    def tasks(self) -> TaskBook:
        """All requests that were taken, oldest first."""
        return self._state.tasks

    @property
    def models(self) -> dict[str, int]:
        """Workers by model; a dict to change."""
        return self._state.models

    def asked(self, route: str) -> list[Seen]:
        """Return the requests on a route."""
        return [seen for seen in self.requests if seen.route == route]

    async def picture(self, task: Task, index: int) -> bytes:
        """Return an image as it is served while nothing is wrong with it."""
        return await drawn(self._state, task, index)

    def glimpses(self, most: int) -> list[Glimpse]:
        """Return what was said about tasks, oldest first, looking at ``most`` requests at most."""
        return glimpses_of(self._latest(most))

    def finish(self) -> None:
        """End every task that is not over, well."""
        for task in self.tasks:
            task.finish()


def _application(state: State) -> web.Application:
    app = web.Application(
        middlewares=[
            middlewares.record,
            middlewares.take_time,
            middlewares.inject_faults,
            middlewares.count,
            middlewares.require_agent,
        ]
    )
    for method, path, handler in ROUTES:
        app.router.add_route(method, path, handler)
    app[STATE] = state
    return app
