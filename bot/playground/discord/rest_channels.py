"""REST: channels and their messages, with the bot's own token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.calls import Answer, Call, Limit, Route
from bot.playground.discord.drafts import Draft
from bot.playground.discord.mentions import ALL
from bot.playground.discord.messages import EPHEMERAL
from bot.playground.discord.permissions import Permission
from bot.playground.discord.place_payloads import channel_payload
from bot.playground.discord.places import CATEGORY
from bot.playground.discord.refusals import (
    CLOSED_TO_US,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    NOT_THE_AUTHOR,
    UNKNOWN_CHANNEL,
    RefusalError,
)
from bot.playground.discord.threads import check_delete, check_edit, reopen_to_post

if TYPE_CHECKING:
    from bot.playground.discord.messages import Message
    from bot.playground.discord.places import Channel
    from bot.playground.discord.state import State

CREATE = Limit("message-create", 5, 5.0, "channel")
EDIT = Limit("message-edit", 5, 5.0, "channel")
MESSAGES = "/channels/{channel}/messages"
MESSAGE = MESSAGES + "/{message}"


class ChannelRoutes:
    """The routes about channels."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._nonces: dict[str, Message] = {}

    def routes(self) -> list[Route]:
        """Return what this answers."""
        return [
            Route("GET", "/channels/{channel}", self._channel),
            Route("GET", MESSAGES, self._list),
            Route("POST", MESSAGES, self._create, CREATE),
            Route("GET", MESSAGE, self._get),
            Route("PATCH", MESSAGE, self._edit, EDIT),
            Route("DELETE", MESSAGE, self._delete),
        ]

    def _channel(self, call: Call) -> Answer:
        return Answer(channel_payload(self._entered(call)))

    def _list(self, call: Call) -> Answer:
        channel = self._entered(call)
        if not self._may(channel, Permission.READ_MESSAGE_HISTORY):
            return Answer([])
        limit = min(max(int(call.query.get("limit", "50")), 1), 100)
        registry = self._state.registry
        seen = [each for each in registry.in_channel(channel.id) if not each.ephemeral]
        if "before" in call.query:
            seen = [each for each in seen if each.id < int(call.query["before"])]
        if "after" in call.query:
            seen = [each for each in seen if each.id > int(call.query["after"])][:limit]
        return Answer([registry.payload(each) for each in reversed(seen[-limit:])])

    def _create(self, call: Call) -> Answer:
        channel = self._entered(call)
        threaded = Permission.SEND_MESSAGES_IN_THREADS
        self._need(channel, threaded if channel.is_thread else Permission.SEND_MESSAGES)
        if channel.type == CATEGORY:
            raise RefusalError(*UNKNOWN_CHANNEL)
        if channel.recipient is not None and not self._state.world.may_write_to(channel.recipient):
            raise RefusalError(*CLOSED_TO_US)
        nonce = str(call.payload.get("nonce", ""))
        known = self._nonces.get(nonce)
        if known and call.payload.get("enforce_nonce"):
            return Answer(self._state.registry.payload(known))
        version = self._draft(channel, call).first()
        reopen_to_post(self._state, channel, self._state.world.bot_permissions(channel))
        message = self._state.registry.post(channel.id, self._state.world.bot, version)
        if nonce:
            self._nonces[nonce] = message
        return Answer(self._state.registry.payload(message))

    def _get(self, call: Call) -> Answer:
        channel = self._entered(call)
        self._need(channel, Permission.READ_MESSAGE_HISTORY)
        return Answer(self._state.registry.payload(self._message(channel, call)))

    def _edit(self, call: Call) -> Answer:
        channel = self._entered(call)
        message = self._message(channel, call)
        if message.author is not self._state.world.bot:
            raise RefusalError(*NOT_THE_AUTHOR)
        check_edit(channel, self._state.world.bot_permissions(channel))
        version = self._draft(channel, call).after(message.now)
        self._state.registry.edit(message, version)
        return Answer(self._state.registry.payload(message))

    def _delete(self, call: Call) -> Answer:
        channel = self._entered(call)
        message = self._message(channel, call)
        if message.author is not self._state.world.bot:
            self._need(channel, Permission.MANAGE_MESSAGES)
        check_delete(channel, self._state.world.bot_permissions(channel))
        self._state.registry.delete(message)
        return Answer(status=204)

    def _draft(self, channel: Channel, call: Call) -> Draft:
        if call.files:
            self._need(channel, Permission.ATTACH_FILES)
        payload = dict(call.payload)
        if payload.get("flags"):
            payload["flags"] &= ~EPHEMERAL
        return Draft(
            payload=payload,
            ids=self._state.ids,
            limit=self._state.world.size_limit(channel),
            link=self._state.registry.link_in(channel.id),
            came_at=call.at,
            uploads=call.files,
            by_default=ALL,
        )

    def _message(self, channel: Channel, call: Call) -> Message:
        return self._state.registry.public(channel.id, call.id("message"))

    def _entered(self, call: Call) -> Channel:
        channel = self._state.world.channel_of(call.id("channel"))
        if not self._may(channel, Permission.VIEW_CHANNEL):
            raise RefusalError(*MISSING_ACCESS)
        return channel

    def _may(self, channel: Channel, permission: Permission) -> bool:
        return bool(self._state.world.bot_permissions(channel) & permission)

    def _need(self, channel: Channel, permission: Permission) -> None:
        if not self._may(channel, permission):
            raise RefusalError(*MISSING_PERMISSIONS)
