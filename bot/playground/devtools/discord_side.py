"""What the bot asked of Discord, as events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.devtools.events import Event
from bot.playground.discord.messages import EPHEMERAL
from bot.playground.discord.rest_interactions import Callback

if TYPE_CHECKING:
    from bot.playground.discord.request_log import LoggedRequest

WHAT = {"POST": "follow-up", "PATCH": "edit", "DELETE": "delete", "GET": "look"}
ANSWERS = {
    Callback.MESSAGE: "a message",
    Callback.DEFERRED_MESSAGE: "“thinking…”",
    Callback.DEFERRED_UPDATE: "heard, a change may come",
    Callback.UPDATE: "the message, changed",
    Callback.CHOICES: "choices",
    Callback.MODAL: "a form",
}


def owner_of(request: LoggedRequest) -> str:
    """Return the interaction token in a path, else the id of the message; neither: nothing."""
    parts = request.path.split("/")
    match parts[1:]:
        case ["interactions" | "webhooks", _, token, *_]:
            return token
        case ["channels", _, "messages", message, *_]:
            return message
        case _:
            return ""


def event_of(request: LoggedRequest) -> Event:
    """Return the event of a request that has an owner."""
    is_answer = request.path.endswith("/callback")
    return Event(
        at=request.at,
        took=request.took if request.status else None,
        source="bot",
        target="Discord",
        what="answer" if is_answer else WHAT.get(request.method, request.method),
        detail=_answer(request.payload) if is_answer else _files(request),
        status=request.status or None,
    )


def _answer(payload: Any) -> str:  # noqa: ANN401 - whatever the bot sent
    if not isinstance(payload, dict):
        return ""
    words = ANSWERS.get(payload.get("type", 0), "")
    flags = (payload.get("data") or {}).get("flags") or 0
    return f"{words}, only for them" if flags & EPHEMERAL else words


def _files(request: LoggedRequest) -> str:
    count = len(request.files)
    if not count:
        return ""
    size = f"{request.body_bytes / 1000:,.0f} kB"
    return f"{count} file, {size}" if count == 1 else f"{count} files, {size}"
