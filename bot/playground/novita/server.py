"""The stand-in itself: starts, serves on loopback, stops."""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from contextlib import AsyncExitStack
from itertools import islice
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import web

from bot.playground.novita.application import application
from bot.playground.novita.knobs import Knobs
from bot.playground.novita.models.catalogue import catalogue
from bot.playground.novita.signing import Signer
from bot.playground.novita.state import State
from bot.playground.novita.studio import Studio
from bot.playground.novita.telling import TRAITS, glimpses_of
from bot.playground.novita.webhook import Webhooks

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable
    from typing import Self

    from bot.playground.glimpse import Glimpse
    from bot.playground.novita.faults import Faults
    from bot.playground.novita.models.entry import Model
    from bot.playground.novita.state import Seen
    from bot.playground.novita.tasks import Task, TaskBook

DEFAULT_KEY = "sk_playground"
SHUTDOWN_S = 0.2


class NovitaStandIn:
    """Novita's v3 API on a loopback socket, for ``async with``."""

    traits = TRAITS

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
        self._address = (host, port)
        self._stack = AsyncExitStack()
        self._state = State(
            url="",
            api_key=api_key,
            knobs=knobs or Knobs(),
            rng=random.Random(rng_seed),  # noqa: S311 - jitter and seeds, no secret
            signer=Signer(secrets.token_bytes(32)),
            studio=Studio(),
            models=catalogue(),
        )

    @property
    def url(self) -> str:
        """The base URL, as in ``http://127.0.0.1:43210``; empty before the start."""
        return self._state.url

    @property
    def api_key(self) -> str:
        """The only key that is accepted."""
        return self._state.api_key

    @property
    def knobs(self) -> Knobs:
        """How the stand-in behaves from now on."""
        return self._state.knobs

    @property
    def faults(self) -> Faults:
        """Where a test queues faults."""
        return self._state.faults

    @property
    def tasks(self) -> TaskBook:
        """All accepted submits, oldest first."""
        return self._state.tasks

    @property
    def requests(self) -> deque[Seen]:
        """All requests, oldest first, also those that were refused or lost."""
        return self._state.requests

    @property
    def models(self) -> list[Model]:
        """The catalogue; a list to change."""
        return self._state.models

    def glimpses(self, most: int) -> list[Glimpse]:
        """Return what was said about tasks, oldest first, looking at ``most`` requests at most."""
        return glimpses_of(list(islice(reversed(self.requests), most))[::-1])

    def finish(self) -> None:
        """End every task that is not over, well."""
        now = time.monotonic()
        for task in self.tasks:
            if task.completed_at > now:
                task.finish()

    def repeat_event(self, task: Task) -> None:
        """Post the webhook event of a task once more."""
        self._state.webhooks.post_again(task)

    async def wait_until(self, is_so: Callable[[NovitaStandIn], bool], timeout_s: float) -> None:
        """Wait until something is so, looking after every request and event.

        Raises:
            TimeoutError: it was not so in time.
        """
        async with asyncio.timeout(timeout_s):
            while not is_so(self):
                await self._state.changed.wait()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._state.studio.close)
            session = await stack.enter_async_context(aiohttp.ClientSession())
            self._state.webhooks = Webhooks(session, self._state)
            stack.push_async_callback(self._state.webhooks.close)
            runner = web.AppRunner(
                application(self._state), access_log=None, shutdown_timeout=SHUTDOWN_S
            )
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, *self._address).start()
            host, port = runner.addresses[0][:2]
            self._state.url = f"http://{host}:{port}"
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._stack.aclose()
