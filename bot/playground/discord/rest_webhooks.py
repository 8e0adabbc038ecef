"""REST: what the bot does with an interaction's token after its first answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.answers import Answering
from bot.playground.discord.calls import Answer, Call, Limit, Route
from bot.playground.discord.interactions import message_of
from bot.playground.discord.refusals import UNKNOWN_WEBHOOK, RefusalError

if TYPE_CHECKING:
    from bot.playground.discord.interactions import Interaction
    from bot.playground.discord.state import State

WEBHOOK = Limit("webhook", 5, 2.0, "token")
FOLLOWUPS = "/webhooks/{application}/{token}"
MESSAGE = FOLLOWUPS + "/messages/{message}"


class WebhookRoutes:
    """The routes of an interaction's webhook."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._answering = Answering(state)

    def routes(self) -> list[Route]:
        """Return what this answers."""
        return [
            Route("POST", FOLLOWUPS, self._follow, WEBHOOK, by_token=True),
            Route("GET", MESSAGE, self._get, WEBHOOK, by_token=True),
            Route("PATCH", MESSAGE, self._edit, WEBHOOK, by_token=True),
            Route("DELETE", MESSAGE, self._delete, WEBHOOK, by_token=True),
        ]

    def _follow(self, call: Call) -> Answer:
        it = self._interaction(call)
        draft = self._answering.draft(it, call.payload, call)
        waiting = it.original
        if waiting and waiting.is_loading:
            self._answering.change(it, waiting, draft)
            return Answer(self._state.registry.payload(waiting))
        message = self._answering.post(it, draft.first())
        it.followups.append(message)
        it.notifier.notify()
        return Answer(self._state.registry.payload(message))

    def _get(self, call: Call) -> Answer:
        message = message_of(self._interaction(call), call.params["message"])
        return Answer(self._state.registry.payload(message))

    def _edit(self, call: Call) -> Answer:
        it = self._interaction(call)
        message = message_of(it, call.params["message"])
        draft = self._answering.draft(it, call.payload, call)
        self._answering.change(it, message, draft)
        it.notifier.notify()
        return Answer(self._state.registry.payload(message))

    def _delete(self, call: Call) -> Answer:
        it = self._interaction(call)
        self._answering.delete(it, message_of(it, call.params["message"]))
        it.notifier.notify()
        return Answer(status=204)

    def _interaction(self, call: Call) -> Interaction:
        if call.params["application"] != str(self._state.application_id):
            raise RefusalError(*UNKNOWN_WEBHOOK)
        return self._state.interactions.to_follow(call.params["token"], call.at)
