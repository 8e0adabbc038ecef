"""The stand-in itself: starts, serves on loopback, stops."""

from __future__ import annotations

import random
import secrets
import time
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
from typing_extensions import override

from bot.playground.engine.serving import Server
from bot.playground.novita.application import application
from bot.playground.novita.faults import Faults
from bot.playground.novita.knobs import Knobs
from bot.playground.novita.models.catalogue import catalogue
from bot.playground.novita.signing import Signer
from bot.playground.novita.state import Seen, State
from bot.playground.novita.studio import Studio
from bot.playground.novita.telling import TRAITS, glimpses_of
from bot.playground.novita.webhook import Webhooks

if TYPE_CHECKING:
    from contextlib import AsyncExitStack

    from bot.playground.glimpse import Glimpse
    from bot.playground.novita.models.entry import Model
    from bot.playground.novita.tasks import Task, TaskBook

DEFAULT_KEY = "sk_playground"


class NovitaStandIn(Server[Knobs, Faults, Seen]):
    """Novita's v3 API on a loopback socket, for ``async with``."""

    traits = TRAITS
    _state: State

    def __init__(
        self,
        knobs: Knobs | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        api_key: str = DEFAULT_KEY,
        rng_seed: int = 0,
    ) -> None:
        """Set up without opening a socket.

        Args:
            knobs: What to begin with; change attributes of ``self.knobs`` at any time.
            host: Where to listen.
            port: 0 takes a free one.
            api_key: The only key that is accepted.
            rng_seed: Decides drawn seeds, jitter and chance failures.
        """
        state = State(
            api_key=api_key,
            knobs=knobs or Knobs(),
            rng=random.Random(rng_seed),  # noqa: S311 - jitter and seeds, no secret
            signer=Signer(secrets.token_bytes(32)),
            studio=Studio(),
            models=catalogue(),
        )
        super().__init__(state, partial(application, state), (host, port))

    @property
    def api_key(self) -> str:
        """The only key that is accepted."""
        return self._state.api_key

    @property
    def tasks(self) -> TaskBook:
        """All accepted submits, oldest first."""
        return self._state.tasks

    @property
    def models(self) -> list[Model]:
        """The catalogue; a list to change."""
        return self._state.models

    def glimpses(self, most: int) -> list[Glimpse]:
        """Return what was said about tasks, oldest first, looking at ``most`` requests at most."""
        return glimpses_of(self._latest(most))

    async def picture(self, task: Task, index: int) -> bytes:
        """Return an image of a task as it is served while nothing is wrong with it."""
        return await self._state.studio.picture(task.orders[index])

    def finish(self) -> None:
        """End every task that is not over, well."""
        now = time.monotonic()
        for task in self.tasks:
            if task.completed_at > now:
                task.finish()

    def repeat_event(self, task: Task) -> None:
        """Post the webhook event of a task once more."""
        self._state.webhooks.post_again(task)

    @override
    async def _open(self, stack: AsyncExitStack) -> None:
        session = await stack.enter_async_context(aiohttp.ClientSession())
        self._state.webhooks = Webhooks(session, self._state)
        stack.push_async_callback(self._state.webhooks.close)
