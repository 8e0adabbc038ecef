"""Files that people hand over, which a command or a message may then name."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.playground.discord.attachments import Attachment, stored
from bot.playground.discord.message_payloads import attachment_payload

if TYPE_CHECKING:
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import User
    from bot.playground.discord.registry import MessageRegistry
    from bot.playground.discord.snowflakes import Snowflakes
    from bot.playground.discord.uploads import Upload

MOST = 50
"""The oldest are forgotten; Discord does not say when it forgets them."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as the value of an option: ``payload`` is what the bot is told of it."""

    user: User
    attachment: Attachment
    payload: Payload

    @property
    def id(self) -> int:
        """The attachment's id."""
        return self.attachment.id


class HandedFiles:
    """Those of late."""

    def __init__(self, ids: Snowflakes, registry: MessageRegistry) -> None:
        self._ids = ids
        self._registry = registry
        self._files: deque[Handed] = deque()

    def add(self, user: User, upload: Upload) -> Handed:
        """Take a file from somebody, and serve it."""
        attachment = stored(upload, {}, self._ids)
        self._registry.keep(attachment)
        link = self._registry.link_in(user.id)
        payload = attachment_payload(attachment, link) | {"ephemeral": True}
        self._files.append(handed := Handed(user, attachment, payload))
        if len(self._files) > MOST:
            self._registry.drop(self._files.popleft().attachment)
        return handed

    def find(self, user: User, attachment_id: int) -> Handed | None:
        """Return a file that this person has handed over."""
        theirs = (it for it in self._files if it.user is user)
        return next((it for it in theirs if it.id == attachment_id), None)
