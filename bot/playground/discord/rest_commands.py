"""REST: registering application commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.calls import Answer, Call, Route
from bot.playground.discord.commands import GLOBAL
from bot.playground.discord.refusals import (
    INVALID_FORM,
    MISSING_ACCESS,
    UNKNOWN_APPLICATION,
    RefusalError,
)

if TYPE_CHECKING:
    from bot.playground.discord.state import State

OF_APPLICATION = "/applications/{application}/commands"
OF_GUILD = "/applications/{application}/guilds/{guild}/commands"


class CommandRoutes:
    """The routes about commands."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        """Return what this answers."""
        return [
            Route("GET", OF_APPLICATION, self._list),
            Route("GET", OF_GUILD, self._list),
            Route("PUT", OF_APPLICATION, self._overwrite),
            Route("PUT", OF_GUILD, self._overwrite),
        ]

    def _list(self, call: Call) -> Answer:
        return Answer(self._state.commands.all(self._place(call)))

    def _overwrite(self, call: Call) -> Answer:
        place = self._place(call)
        if not isinstance(call.json, list) or not all(isinstance(it, dict) for it in call.json):
            raise RefusalError(*INVALID_FORM)
        return Answer(self._state.commands.overwrite(place, call.json))

    def _place(self, call: Call) -> int:
        if call.id("application") != self._state.application_id:
            raise RefusalError(*UNKNOWN_APPLICATION)
        if "guild" not in call.params:
            return GLOBAL
        if call.id("guild") not in self._state.world.guilds:
            raise RefusalError(*MISSING_ACCESS)
        return call.id("guild")
