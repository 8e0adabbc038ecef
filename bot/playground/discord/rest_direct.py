"""REST: opening direct messages.

Source: https://docs.discord.com/developers/resources/user, create DM
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.calls import Answer, Call, Limit, Route
from bot.playground.discord.place_payloads import channel_payload
from bot.playground.discord.refusals import CLOSED_TO_US, UNKNOWN_USER, RefusalError

if TYPE_CHECKING:
    from bot.playground.discord.state import State

OPEN = Limit("direct", 10, 10.0)


class DirectRoutes:
    """The route that opens them; they are then written to like any channel."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        """Return what this answers."""
        return [Route("POST", "/users/@me/channels", self._open, OPEN)]

    def _open(self, call: Call) -> Answer:
        """Open them, also with who lets no bot write: that is told to whoever writes."""
        user = self._state.world.users.get(int(call.payload["recipient_id"]))
        if user is None:
            raise RefusalError(*UNKNOWN_USER)
        if user.bot:
            raise RefusalError(*CLOSED_TO_US)
        return Answer(channel_payload(self._state.world.direct.open(user)))
