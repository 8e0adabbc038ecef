"""Writing messages in an interaction's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.drafts import Draft
from bot.playground.discord.interactions import Act
from bot.playground.discord.permissions import Permission, permissions_in
from bot.playground.discord.place_payloads import user_payload
from bot.playground.discord.refusals import MISSING_PERMISSIONS, RefusalError
from bot.playground.discord.threads import check_delete, check_edit, reopen_to_post
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
        if call.files and not self._rights(it) & Permission.ATTACH_FILES:
            raise RefusalError(*MISSING_PERMISSIONS)
        return Draft(
            payload=payload,
            ids=self._state.ids,
            limit=it.limit,
            link=self._state.registry.link_in(it.channel.id),
            came_at=call.at,
            uploads=call.files,
            may_show_new=may_show_new,
        )

    def change(self, it: Interaction, message: Message, draft: Draft) -> None:
        """Write the next version of a message.

        Raises:
            RefusalError: Discord would not take it, or its thread is archived or locked.

        """
        check_edit(it.channel, self._rights(it))
        self._state.registry.edit(message, draft.after(message.now))

    def delete(self, it: Interaction, message: Message) -> None:
        """Take a message away.

        Raises:
            RefusalError: its thread is archived and locked.

        """
        check_delete(it.channel, self._rights(it))
        self._state.registry.delete(message)

    def post(self, it: Interaction, version: Version) -> Message:
        """Put up a message that says whose act it answers.

        Raises:
            RefusalError: it would be in a thread that is locked.

        """
        reopen_to_post(self._state, it.channel, self._rights(it))
        bot = self._state.world.bot
        message = self._state.registry.post(it.channel.id, bot, version, above=it.notifier)
        message.invoker = it.user
        message.command = spoken(it.data) if it.act is Act.COMMAND else ""
        message.interaction = {
            "id": str(it.id),
            "type": int(it.act),
            "user": user_payload(it.user),
            "authorizing_integration_owners": it.owners,
        }
        return message

    def _rights(self, it: Interaction) -> int:
        """Return what the application may do in the interaction's channel.

        Raises:
            RefusalError: there is no such channel any more, or the bot was thrown out (50001).

        """
        channel = self._state.world.channel_of(it.channel.id)
        if it.user_installed:
            return permissions_in(it.guild, channel, it.user.id)
        return self._state.world.bot_permissions(channel)
