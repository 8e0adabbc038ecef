"""REST: the first answer to an interaction."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from bot.playground.discord.answers import Answering
from bot.playground.discord.calls import Answer, Call, Limit, Route
from bot.playground.discord.command_options import STRING, check_choices
from bot.playground.discord.complaints import Complaints
from bot.playground.discord.interactions import Act, Interaction
from bot.playground.discord.messages import EPHEMERAL, LOADING, Version
from bot.playground.discord.modals import check_modal

if TYPE_CHECKING:
    from bot.playground.discord.messages import Message
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.state import State

CALLBACK = "/interactions/{interaction}/{token}/callback"

ANSWERS = Limit("callback", 10, 2.0, "token")


class Callback(IntEnum):
    """Types of first answers."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


SAYING = frozenset({Callback.MESSAGE, Callback.DEFERRED_MESSAGE})
CHANGING = frozenset({Callback.DEFERRED_UPDATE, Callback.UPDATE})
FITTING = {
    Act.COMMAND: SAYING | {Callback.MODAL},
    Act.COMPONENT: SAYING | CHANGING | {Callback.MODAL},
    Act.AUTOCOMPLETE: frozenset({Callback.CHOICES}),
    Act.MODAL: SAYING | CHANGING,
}


class InteractionRoutes:
    """The callback route."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._answering = Answering(state)

    def routes(self) -> list[Route]:
        """Return what this answers."""
        return [Route("POST", CALLBACK, self._callback, ANSWERS, by_token=True)]

    def _callback(self, call: Call) -> Answer:
        interactions = self._state.interactions
        it = interactions.to_answer(call.id("interaction"), call.params["token"], call.at)
        kind = _kind_for(it, call.payload)
        data: Payload = call.payload.get("data") or {}
        self._act(it, kind, data, call)
        it.answer = call.payload
        it.answered_at = call.at
        it.notifier.notify()
        if call.query.get("with_response", "0").lower() not in ("1", "true"):
            return Answer(status=204)
        return Answer(self._response(it, kind))

    def _act(self, it: Interaction, kind: Callback, data: Payload, call: Call) -> None:
        match kind:
            case Callback.MESSAGE:
                version = self._answering.draft(it, data, call).first()
                it.original = self._answering.post(it, version)
            case Callback.DEFERRED_MESSAGE:
                it.original = self._answering.post(it, _thinking(data, call))
            case Callback.DEFERRED_UPDATE:
                it.original = it.source
            case Callback.UPDATE:
                it.original = self._update(it, data, call)
            case Callback.CHOICES:
                _check_choices(data)
            case Callback.MODAL:
                check_modal(data)

    def _update(self, it: Interaction, data: Payload, call: Call) -> Message | None:
        if it.source is None:
            return None
        # Reported of the real Discord: new files cannot be shown by this kind of answer.
        draft = self._answering.draft(it, data, call, may_show_new=False)
        self._answering.change(it, it.source, draft)
        return it.source

    def _response(self, it: Interaction, kind: Callback) -> Payload:
        about: Payload = {"id": str(it.id), "type": int(it.act)}
        response: Payload = {"interaction": about}
        if it.original is not None:
            about |= {
                "response_message_id": str(it.original.id),
                "response_message_loading": it.original.is_loading,
                "response_message_ephemeral": it.original.ephemeral,
            }
        response["resource"] = {"type": int(kind)}
        if it.original is not None and kind in (Callback.MESSAGE, Callback.UPDATE):
            response["resource"]["message"] = self._state.registry.payload(it.original)
        response["interaction"] = about
        return response


def _kind_for(it: Interaction, payload: Payload) -> Callback:
    kinds = FITTING[it.act]
    if it.source is None:
        kinds -= CHANGING
    kind = payload.get("type", 0)
    if kind not in kinds:
        complaints = Complaints()
        message = f"Value must be one of {{{', '.join(str(int(each)) for each in sorted(kinds))}}}."
        complaints.add(("type",), "BASE_TYPE_CHOICES", message)
        complaints.settle()
    return Callback(kind)


def _thinking(data: Payload, call: Call) -> Version:
    flags = int(data.get("flags") or 0)
    if flags & ~EPHEMERAL:
        complaints = Complaints()
        complaints.add(("data", "flags"), "BASE_TYPE_CHOICES", "Only EPHEMERAL may be deferred")
        complaints.settle()
    return Version(sent=data, flags=flags | LOADING, came_at=call.at)


def _check_choices(data: Payload) -> None:
    complaints = Complaints()
    choices = data.get("choices") or []
    words = bool(choices) and isinstance(choices[0].get("value"), str)
    check_choices(complaints, choices, ("data", "choices"), STRING if words else 0)
    complaints.settle()
