"""REST: what the bot may change about a thread, and who is in it.

Source: https://docs.discord.com/developers/resources/channel, modify channel and get thread member
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.calls import Answer, Call, Route
from bot.playground.discord.permissions import Permission
from bot.playground.discord.place_payloads import channel_payload
from bot.playground.discord.places import LONG_AGO
from bot.playground.discord.refusals import (
    ARCHIVED,
    INVALID_FORM,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_MEMBER,
    RefusalError,
)
from bot.playground.discord.threads import change

if TYPE_CHECKING:
    from bot.playground.discord.state import State

KNOWN = frozenset({"archived", "locked"})
"""Of a thread; what else Discord lets be changed, of it or of other channels, is refused here."""


class ThreadRoutes:
    """The routes that change a thread, and tell who is in it."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        """Return what this answers."""
        return [
            Route("PATCH", "/channels/{channel}", self._change),
            Route("GET", "/channels/{channel}/thread-members/{user}", self._member),
        ]

    def _member(self, call: Call) -> Answer:
        thread, user = self._state.world.channel_of(call.id("channel")), call.id("user")
        if not self._state.world.bot_permissions(thread) & Permission.VIEW_CHANNEL:
            raise RefusalError(*MISSING_ACCESS)
        if user not in thread.joined:
            raise RefusalError(*UNKNOWN_MEMBER)
        joined_at = LONG_AGO.isoformat()
        ids = {"id": str(thread.id), "user_id": str(user)}
        return Answer({**ids, "join_timestamp": joined_at, "flags": 0})

    def _change(self, call: Call) -> Answer:
        thread = self._state.world.channel_of(call.id("channel"))
        ours = self._state.world.bot_permissions(thread)
        if not ours & Permission.VIEW_CHANNEL:
            raise RefusalError(*MISSING_ACCESS)
        asked = {key: value for key, value in call.payload.items() if value is not None}
        _check_form(asked, is_thread=thread.is_thread)
        archived = asked.get("archived", thread.archived)
        if thread.archived and archived:
            raise RefusalError(*ARCHIVED)
        only_reopens = thread.archived and not thread.locked and "locked" not in asked
        needed = Permission.MANAGE_THREADS
        if only_reopens:
            needed = Permission.SEND_MESSAGES_IN_THREADS
        if not ours & needed:
            raise RefusalError(*MISSING_PERMISSIONS)
        change(self._state, thread, archived=archived, locked=asked.get("locked", thread.locked))
        return Answer(channel_payload(thread))


def _check_form(asked: dict[str, object], *, is_thread: bool) -> None:
    known = is_thread and set(asked) <= KNOWN
    if not known or not all(isinstance(value, bool) for value in asked.values()):
        raise RefusalError(*INVALID_FORM)
