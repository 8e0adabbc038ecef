"""The routes below ``/devtools``."""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.devtools.acts import acts_of
from bot.playground.devtools.deeds import deed_of
from bot.playground.devtools.events import milliseconds
from bot.playground.devtools.restarts import Restarts
from bot.playground.devtools.turning import Panel
from bot.playground.discord.client.bodies import read_object
from bot.playground.discord.client.refusing import answer, told
from bot.playground.discord.interactions import Act

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.playground.devtools.deeds import Deed
    from bot.playground.discord import DiscordStandIn
    from bot.playground.engine.stand_in import EngineStandIn

MOST_SHOWN = 20
MOST_DEEDS = 60
"""More than are shown, lest the task of an older one be given to one of these."""
MOST_LOOKED_AT = 2000
"""Of each log: an answer costs the same however long the demo has run."""


class Devtools:
    """Shows what went over the wire between two stand-ins and the bot, and turns knobs."""

    def __init__(
        self,
        discord: DiscordStandIn,
        engine: EngineStandIn,
        restart: Callable[[], Awaitable[None]],
    ) -> None:
        """Look over the shoulders of both stand-ins.

        Args:
            discord: Its interactions and requests are read.
            engine: Its requests are read, and its knobs turned.
            restart: Closes the bot, starts another, and waits until it listens.

        """
        self._discord, self._engine = discord, engine
        self._restarts = Restarts(restart)
        self._panel = Panel(engine.knobs)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes to mount."""
        return [
            web.get("/devtools/acts", self._acts),
            web.get("/devtools/knobs", self._knobs),
            web.post("/devtools/knobs", self._turn),
            web.post("/devtools/restart", self._restart),
        ]

    async def close(self) -> None:
        """Give up on a restart that is going on; to be called before the bot is closed."""
        await self._restarts.close()

    async def _acts(self, _request: web.Request) -> web.Response:
        now = time.monotonic()
        requests = islice(reversed(self._discord.requests.all), MOST_LOOKED_AT)
        acts = acts_of(
            self._deeds(now),
            list(requests)[::-1],
            self._engine.glimpses(MOST_LOOKED_AT),
            engine=self._engine.traits.title,
            now=now,
        )
        return answer({"acts": [each.to_json() for each in acts[: -MOST_SHOWN - 1 : -1]]})

    def _deeds(self, now: float) -> list[Deed]:
        """Return the newest deeds, oldest first. Autocompletes would drown everything else."""
        interactions = self._discord.interactions
        latest = islice(interactions.newest_first(), MOST_LOOKED_AT)
        acts = islice((each for each in latest if each.act is not Act.AUTOCOMPLETE), MOST_DEEDS)
        window = interactions.ack_window
        return [deed_of(each, now=now, ack_window=window) for each in acts][::-1]

    async def _knobs(self, _request: web.Request) -> web.Response:
        return answer(self._panel.state())

    async def _turn(self, request: web.Request) -> web.Response:
        self._panel.turn(await read_object(request))
        return answer(self._panel.state())

    async def _restart(self, _request: web.Request) -> web.Response:
        try:
            took = await self._restarts.restart()
        except Exception as error:  # noqa: BLE001 - whatever it is, the page is told and lives on
            why = f"The bot could not be restarted ({type(error).__name__})."
            return told(500, why)
        return answer({"took_ms": milliseconds(took)})
