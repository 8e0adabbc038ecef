"""A message as it was at each moment of its life, and as a person reads it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.playground.discord.component_kinds import Kind, walk
from bot.playground.discord.components import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.discord.attachments import Attachment
    from bot.playground.discord.notifier import Notifier
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.places import User

EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15
"""Flags: https://docs.discord.com/developers/resources/message"""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that a message shows."""

    name: str
    data: bytes
    spoiler: bool
    alt: str
    attachment: Attachment


@dataclass(frozen=True, slots=True)
class Version:
    """A message between two edits.

    ``sent`` is the request's own JSON. By ``time.monotonic()`` it arrived at ``came_at`` and was
    to be seen from ``at`` on, by the calendar from ``made_at``. ``components`` are as Discord
    answers them, and ``pings`` whom it notified (``everyone``, ``here`` or ids).
    """

    sent: Payload
    flags: int = 0
    content: str = ""
    embeds: tuple[Payload, ...] = ()
    components: tuple[Payload, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    pings: frozenset[str] = frozenset()
    came_at: float = field(default_factory=time.monotonic)
    at: float = field(default_factory=time.monotonic)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(slots=True, eq=False)
class Message:
    """A message and its history; the last version is what people see.

    ``command`` is the slash or message command that it answers, as it is spoken: ``policy set``.
    """

    id: int
    channel_id: int
    author: User
    notifier: Notifier
    versions: list[Version]
    invoker: User | None = None
    interaction: Payload | None = None
    command: str = ""
    deleted: bool = False

    @property
    def now(self) -> Version:
        """The latest version."""
        return self.versions[-1]

    @property
    def ephemeral(self) -> bool:
        """Whether only who asked sees it."""
        return bool(self.now.flags & EPHEMERAL)

    @property
    def is_loading(self) -> bool:
        """Whether it still says that the bot is thinking."""
        return bool(self.now.flags & LOADING)

    @property
    def is_final(self) -> bool:
        """Whether there is nothing left to cancel (no live button whose id says cancel)."""
        live = [each for each in self.buttons() if not each.get("disabled")]
        waiting = any("cancel" in each.get("custom_id", "").split(":") for each in live)
        return not (waiting or self.is_loading)

    def walk(self) -> Iterator[Payload]:
        """Yield every component, from top to bottom, parents first."""
        for component in self.now.components:
            yield from walk(component)

    def text(self) -> str:
        """Return all its words in reading order, one line per block; no alt texts."""
        embeds = [each.get(key) for each in self.now.embeds for key in ("title", "description")]
        shown = (self.now.content, *embeds, *texts_of(self.now.components))
        return "\n".join(words for words in shown if words)

    def buttons(self) -> list[Payload]:
        """Return its buttons in order: ``custom_id``, ``label``, ``style``, ``disabled``."""
        return [each for each in self.walk() if each["type"] == Kind.BUTTON]

    def button(self, part: str) -> Payload:
        """Return the one button whose id has this part between colons, or this label.

        Raises:
            LookupError: there is none, or there are several.

        """
        found = [
            each
            for each in self.buttons()
            if part in each.get("custom_id", "").split(":") or part == each.get("label")
        ]
        if len(found) != 1:
            msg = f"{len(found)} buttons answer to {part!r} in {self.buttons()}"
            raise LookupError(msg)
        return found[0]

    def pictures(self) -> list[Picture]:
        """Return the images people see, in their order (galleries, or plain attachments)."""
        files = {str(each.id): each for each in self.now.attachments}
        if not self.now.flags & COMPONENTS_V2:
            return [_picture(each, {}) for each in files.values()]
        items = [item for each in self.walk() for item in _media_items(each)]
        return [
            _picture(files[item["media"]["attachment_id"]], item)
            for item in items
            if item["media"].get("attachment_id") in files
        ]


def _media_items(component: Payload) -> list[Payload]:
    if component["type"] == Kind.MEDIA_GALLERY:
        return list(component["items"])
    return [component] if component["type"] == Kind.THUMBNAIL else []


def _picture(attachment: Attachment, item: Payload) -> Picture:
    hidden = attachment.spoiler or bool(item.get("spoiler"))
    alt = item.get("description") or attachment.description or ""
    return Picture(attachment.name, attachment.data, hidden, alt, attachment)
