"""All that a client may ask, by its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.playground.discord.client.acts import Acts
from bot.playground.discord.client.history import History
from bot.playground.discord.client.live import Live
from bot.playground.discord.client.people import People
from bot.playground.discord.client.refusing import answer
from bot.playground.discord.client.uploading import Uploading

if TYPE_CHECKING:
    from bot.playground.discord.state import State

MESSAGES = "/client/channels/{channel}/messages"


class Client:
    """Everything below ``/client``. ``open_to``: see ``ready``."""

    def __init__(self, state: State, *, open_to: str) -> None:
        self._people = People(state.world)
        self.live = Live(state, self._people, open_to=open_to)
        self._history = History(state, self._people)
        self._acts = Acts(state, self._people)
        self._uploading = Uploading(state, self._people)

    def routes(self) -> list[web.RouteDef]:
        """Return what this answers."""
        return [
            web.get("/client/people", self._everybody),
            web.get("/client/live", self.live.serve),
            web.get(MESSAGES, self._history.read),
            web.post(MESSAGES, self._history.say),
            web.post("/client/attachments", self._uploading.serve),
            web.post("/client/interactions", self._acts.serve),
        ]

    async def _everybody(self, _: web.Request) -> web.Response:
        return answer({"people": self._people.payload()})
