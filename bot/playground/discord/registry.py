"""All messages, where they stand, and the files they show."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.playground.discord.message_payloads import message_payload
from bot.playground.discord.messages import Message, Version
from bot.playground.discord.notifier import Notifier
from bot.playground.discord.refusals import UNKNOWN_MESSAGE, RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.discord.attachments import Attachment, Link
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import User
    from bot.playground.discord.snowflakes import Snowflakes


class MessageRegistry:
    """Every message ever posted. A deleted one stays here, marked, for whoever tests.

    ``watchers`` are called with a message at each of its changes, before its notifier.
    """

    def __init__(self, ids: Snowflakes, notifier: Notifier, bot: User) -> None:
        self.cdn_url = ""
        self.watchers: set[Callable[[Message], None]] = set()
        self._ids = ids
        self._notifier = notifier
        self._bot = bot
        self._messages: dict[int, Message] = {}
        self._channels: dict[int, list[Message]] = defaultdict(list)
        self._files: dict[int, Attachment] = {}

    def post(
        self, channel_id: int, author: User, version: Version, *, above: Notifier | None = None
    ) -> Message:
        """Put up a new message; ``above`` is notified with it of each change."""
        notifier = Notifier(above or self._notifier)
        message = Message(self._ids.next(), channel_id, author, notifier, [])
        self._messages[message.id] = message
        self._channels[channel_id].append(message)
        self.edit(message, version)
        return message

    def edit(self, message: Message, version: Version) -> None:
        """Replace what people see; each version is made later than the one before."""
        if message.versions:
            self._forget_files(message)
            least = message.now.made_at + timedelta(microseconds=1)
            version = replace(version, made_at=max(version.made_at, least))
        message.versions.append(version)
        for attachment in version.attachments:
            self._files[attachment.id] = attachment
        self._tell(message)

    def delete(self, message: Message) -> None:
        """Take a message away, and its files with it."""
        message.deleted = True
        self._forget_files(message)
        self._tell(message)

    def delete_channel(self, channel_id: int) -> None:
        """Take everything in a channel away."""
        for message in self.in_channel(channel_id):
            self.delete(message)

    def in_channel(self, channel_id: int) -> list[Message]:
        """Return a channel's messages, oldest first, ephemeral ones too."""
        return [each for each in self._channels[channel_id] if not each.deleted]

    def everything(self) -> list[Message]:
        """Return all messages ever posted, deleted ones too, oldest first."""
        return list(self._messages.values())

    def find(self, message_id: int) -> Message | None:
        """Return a message that is not deleted, wherever it stands."""
        message = self._messages.get(message_id)
        return None if message is None or message.deleted else message

    def public(self, channel_id: int, message_id: int) -> Message:
        """Return a message that the bot may reach with its own token.

        Raises:
            RefusalError: there is none, it is elsewhere, deleted or ephemeral (10008).

        """
        message = self._messages.get(message_id)
        if message is None or message.channel_id != channel_id:
            raise RefusalError(*UNKNOWN_MESSAGE)
        if message.deleted or message.ephemeral:
            raise RefusalError(*UNKNOWN_MESSAGE)
        return message

    def keep(self, attachment: Attachment) -> None:
        """Serve a file that is on no message."""
        self._files[attachment.id] = attachment

    def drop(self, attachment: Attachment) -> None:
        """Serve it no longer."""
        self._files.pop(attachment.id, None)

    def file(self, attachment_id: int) -> Attachment | None:
        """Return a file that some message still has, or that is kept."""
        return self._files.get(attachment_id)

    def link_in(self, channel_id: int) -> Link:
        """Return how a channel's attachments are addressed."""
        return lambda it: f"{self.cdn_url}/attachments/{channel_id}/{it.id}/{it.name}"

    def payload(self, message: Message) -> Payload:
        """Return a message as the bot reads it."""
        link = self.link_in(message.channel_id)
        return message_payload(message, link, readable=message.author is self._bot)

    def target(self, message: Message) -> Payload:
        """Return a message that a command was used on: of that the bot may read everything."""
        return message_payload(message, self.link_in(message.channel_id))

    def _tell(self, message: Message) -> None:
        for watcher in tuple(self.watchers):
            watcher(message)
        message.notifier.notify()

    def _forget_files(self, message: Message) -> None:
        for attachment in message.now.attachments:
            self._files.pop(attachment.id, None)
