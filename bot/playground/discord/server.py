"""The stand-in itself: one Discord on a loopback port."""

from __future__ import annotations

import asyncio
import errno
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.discord.client.bodies import id_of
from bot.playground.discord.client.guard import guard, is_loopback
from bot.playground.discord.client.routes import Client
from bot.playground.discord.front import BASE, FrontDesk
from bot.playground.discord.gateway_socket import GatewaySocket
from bot.playground.discord.hands import Hands
from bot.playground.discord.keeper import Keeper
from bot.playground.discord.notifier import PATIENCE
from bot.playground.discord.state import State
from bot.playground.page.serving import page_routes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType
    from typing import Self

    from bot.playground.discord.commands import Registered
    from bot.playground.discord.weather import Weather

ON_THIS_MACHINE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - not bound here
"""Where a stand-in that is bound to all addresses is reached from its own machine."""
MOST_READ = 128 * 1024 * 1024
"""Larger bodies are read, so that they can be refused properly; beyond this they are cut."""
FILE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
"""A file is never a page, whatever is in it."""


class DiscordStandIn:
    """A Discord of one's own, from ``async with`` to its end.

    ``slash``, ``press``, ``autocomplete``, ``choose``, ``menu``, ``submit``, ``hand`` and ``say``
    are a member's hands, ``keeper`` runs the server, ``until`` waits for any condition, and
    ``world``, ``registry``, ``commands``, ``interactions``, ``gateway``, ``limits``, ``faults``,
    ``weather`` and ``requests`` are there to be looked at and turned. ``live`` are the pages that
    listen, and ``open_to`` is the address they are bound to when others than this machine reach it,
    else empty.
    """

    file_seconds = 0.0
    """How long a file takes to come."""

    def __init__(  # noqa: PLR0913 - each has its usual value
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        tries: int = 1,
        token: str = "",
        shards: int = 1,
        weather: Weather | None = None,
        known: Registered | None = None,
    ) -> None:
        """Set up without opening a socket.

        Args:
            host: Where to listen.
            port: 0 takes any.
            tries: How many ports to try, from ``port`` on.
            token: The bot's; made up if empty.
            shards: How many to recommend.
            weather: How long calls take; as long as Discord's, if not said.
            known: What the application registered before; nothing, if not said.

        """
        state = State(token=token, shards=shards, weather=weather, known=known)
        self._state = state
        self._host, self._port, self._tries = host, port, tries
        self._runner: web.AppRunner | None = None
        self._mounted: list[web.AbstractRouteDef] = []
        self.open_to = "" if is_loopback(host) else host
        self._client = Client(state, open_to=self.open_to)
        self.live = self._client.live
        self.origin = ""
        self.token, self.application_id = state.token, state.application_id
        self.world, self.registry, self.commands = state.world, state.registry, state.commands
        self.interactions, self.gateway = state.interactions, state.gateway
        self.limits, self.faults, self.requests = state.limits, state.faults, state.requests
        self.until, self.disconnect_gateway = state.notifier.until, state.gateway.disturb
        self.keeper = Keeper(state)
        hands = Hands(state)
        self.slash, self.press, self.autocomplete = hands.slash, hands.press, hands.autocomplete
        self.choose, self.menu, self.submit = hands.choose, hands.menu, hands.submit
        self.say, self.hand = hands.say, hands.hand

    @property
    def weather(self) -> Weather:
        """How long calls take that arrive from now on."""
        return self._state.weather

    @weather.setter
    def weather(self, weather: Weather) -> None:
        self._state.weather = weather

    @property
    def api_url(self) -> str:
        """The base of the REST API."""
        return f"{self.origin}{BASE}"

    @property
    def gateway_url(self) -> str:
        """The address of the gateway."""
        return f"{self.origin.replace('http', 'ws', 1)}/gateway"

    @property
    def page_url(self) -> str:
        """The address of the page: a client in a browser."""
        return f"{self.origin}/"

    def mount(self, routes: Iterable[web.AbstractRouteDef]) -> None:
        """Serve more routes, behind the same guard as the page; before the start."""
        self._mounted.extend(routes)

    async def ready(
        self,
        shards: int = 1,
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109 - how long to wait is the caller's question
    ) -> None:
        """Wait until this many shards are listening.

        Raises:
            TimeoutError: they are not.

        """
        await self.until(lambda: self.gateway.is_connected(shards), timeout=timeout)

    async def __aenter__(self) -> Self:
        """Start listening."""
        app = web.Application(client_max_size=MOST_READ, middlewares=[guard(self._host)])
        app.add_routes([*page_routes(), *self._client.routes(), *self._mounted])
        app.router.add_get("/cdn/attachments/{channel}/{attachment}/{name}", self._file)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", BASE + "/{path:.*}", FrontDesk(self._state).serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        try:
            await self._listen(self._runner)
        except BaseException:
            await self._runner.cleanup()
            raise
        port = self._runner.addresses[0][1]
        host = ON_THIS_MACHINE.get(self._host, self._host)
        host = f"[{host}]" if ":" in host else host
        self.origin = self._state.origin = f"http://{host}:{port}"
        self.registry.cdn_url = f"{self.origin}/cdn"
        self.gateway.url = self.gateway_url
        return self

    async def _listen(self, runner: web.AppRunner) -> None:
        """Take the first port that is free.

        Raises:
            OSError: none is, or the host or the port cannot be had at all.

        """
        last = self._port + self._tries - 1
        for port in range(self._port, last + 1):
            try:
                await web.TCPSite(runner, self._host, port).start()
            except OSError as error:
                if error.errno != errno.EADDRINUSE or port == last:
                    raise
            else:
                return

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Cut all that stay connected, stop listening, and leave undone what is late."""
        self.gateway.cut_all()
        self.live.cut_all()
        if self._runner is not None:
            await self._runner.cleanup()
        await self._state.errands.close()

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        return await GatewaySocket(self.gateway, request).serve()

    async def _file(self, request: web.Request) -> web.Response:
        found = self.registry.file(id_of(request.match_info["attachment"]))
        if found is None or found.name != request.match_info["name"]:
            return web.Response(status=404, text="This content is no longer available.")
        await asyncio.sleep(self.file_seconds)
        return web.Response(body=found.data, content_type=found.content_type, headers=FILE_HEADERS)
