"""Writing messages in an interaction's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.drafts import Draft
from bot.playground.discord.interactions import Act
from bot.playground.discord.permissions import Permission
from bot.playground.discord.place_payloads import user_payload
from bot.playground.discord.refusals import MISSING_PERMISSIONS, RefusalError
from bot.playground.discord.typed_options import spoken

if TYPE_CHECKING:
    from bot.playground.discord.calls import Call
    from bot.playground.discord.interactions import Interaction
    from bot.playground.discord.messages import Message, Version
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.state import State


class Answering:
    """Drafts and posts what belongs to interactions."""

    def __init__(self, state: State) -> None:
        self._state = state

    def draft(
        self, it: Interaction, payload: Payload, call: Call, *, may_show_new: bool = True
    ) -> Draft:
        """Return a draft for the interaction's channel, with the files of a call.

        Raises:
            RefusalError: it has files and the bot may not attach any there (50013).

        """
        channel = self._state.world.channel_of(it.channel.id)
        allowed = self._state.world.bot_permissions(channel) & Permission.ATTACH_FILES
        if call.files and not allowed:
            raise RefusalError(*MISSING_PERMISSIONS)
        return Draft(
            payload=payload,
            ids=self._state.ids,
            limit=it.limit,
            link=self._state.board.link_in(it.channel.id),
            came_at=call.at,
            uploads=call.files,
            may_show_new=may_show_new,
        )

    def post(self, it: Interaction, version: Version) -> Message:
        """Put up a message that says whose act it answers."""
        bot = self._state.world.bot
        message = self._state.board.post(it.channel.id, bot, version, above=it.bell)
        message.invoker = it.user
        message.command = spoken(it.data) if it.act is Act.COMMAND else ""
        message.interaction = {
            "id": str(it.id),
            "type": int(it.act),
            "user": user_payload(it.user),
            "authorizing_integration_owners": {"0": str(it.guild.id)},
        }
        return message
