"""From a request to the next version of a message, by Discord's rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.playground.discord.attachments import Kept, merge
from bot.playground.discord.complaints import Complaints
from bot.playground.discord.components import accept, texts_of
from bot.playground.discord.embeds import check_embeds
from bot.playground.discord.mentions import USERS, pinged
from bot.playground.discord.messages import COMPONENTS_V2, EPHEMERAL, LOADING, Version
from bot.playground.discord.refusals import EMPTY_MESSAGE, RefusalError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.discord.attachments import Attachment, Link
    from bot.playground.discord.payload import Payload
    from bot.playground.discord.snowflakes import Snowflakes
    from bot.playground.discord.uploads import Upload

LEGACY = ("content", "embeds", "poll", "sticker_ids")
SETTABLE = COMPONENTS_V2 | EPHEMERAL | 1 << 2 | 1 << 12
"""Of the flags that a request may set: these, suppress embeds, suppress notifications."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request to write a message, and what the place it goes to allows.

    ``link`` says where an attachment can be fetched; ``limit`` is in bytes a file;
    ``came_at`` is when it arrived, by ``time.monotonic()``; ``by_default`` are the kinds of
    mentions that notify if the request does not say; ``may_show_new`` is whether components may
    show files of the same request.
    """

    payload: Payload
    ids: Snowflakes
    limit: int
    link: Link
    came_at: float
    uploads: Mapping[int, Upload] = field(default_factory=dict)
    by_default: frozenset[str] = USERS
    may_show_new: bool = True

    def first(self) -> Version:
        """Return the first version of a message.

        Raises:
            RefusalError: Discord would not take it.

        """
        return self._version(Version({}), int(self.payload.get("flags") or 0) & SETTABLE)

    def after(self, old: Version) -> Version:
        """Return the version that follows ``old``: what is not mentioned stays.

        Raises:
            RefusalError: Discord would not take it.

        """
        return self._version(old, self._flags(old))

    def _version(self, old: Version, flags: int) -> Version:
        v2 = bool(flags & COMPONENTS_V2)
        content = self._content(old)
        embeds = tuple(self.payload["embeds"] or ()) if "embeds" in self.payload else old.embeds
        self._check_legacy(content, embeds, v2=v2)
        listed = self.payload.get("attachments")
        kept = merge(old.attachments, listed, self.uploads, self.ids, self.limit)
        components = self._components(old, kept, v2=v2)
        if not components and (v2 or not (content or embeds or kept.attachments)):
            raise RefusalError(*EMPTY_MESSAGE)
        words = "\n".join([content, *texts_of(components)])
        return Version(
            sent=self.payload,
            flags=flags,
            content=content,
            embeds=embeds,
            components=components,
            attachments=kept.attachments,
            pings=pinged(self.payload.get("allowed_mentions"), words, self.by_default),
            came_at=self.came_at,
        )

    def _flags(self, old: Version) -> int:
        asked = self.payload.get("flags")
        if asked is None:
            return old.flags & ~LOADING
        if old.flags & COMPONENTS_V2 and not asked & COMPONENTS_V2:
            self._refuse("flags", "MESSAGE_COMPONENTS_V2_FLAG", "The flag cannot be removed")
        # Who sees a message is settled when it is made.
        return int(asked & SETTABLE & ~EPHEMERAL | old.flags & EPHEMERAL)

    def _content(self, old: Version) -> str:
        if "content" not in self.payload:
            return old.content
        return str(self.payload["content"] or "")

    def _check_legacy(self, content: str, embeds: tuple[Payload, ...], *, v2: bool) -> None:
        complaints = Complaints()
        if v2:
            left = {"content": content, "embeds": embeds}
            for key in LEGACY:
                if left.get(key, self.payload.get(key)):
                    code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
                    message = f"The '{key}' field cannot be used when using MessageFlags"
                    complaints.add((key,), code, message)
        complaints.text({"content": content}, ("content",), 0, 2000)
        check_embeds(complaints, embeds)
        complaints.settle()

    def _components(self, old: Version, kept: Kept, *, v2: bool) -> tuple[Payload, ...]:
        asked = self.payload.get("components")
        if asked is None:
            self._check_shown(old, kept)
            return old.components if "components" not in self.payload else ()
        return accept(asked, v2=v2, named=self._named(old, kept), link=self.link)

    def _named(self, old: Version, kept: Kept) -> dict[str, Attachment]:
        before = {each.id for each in old.attachments}
        return {
            name: each
            for name, each in kept.named.items()
            if self.may_show_new or each.id in before
        }

    def _check_shown(self, old: Version, kept: Kept) -> None:
        # Taking away a file that the untouched components show would leave a hole.
        left = {each.id for each in kept.attachments}
        if old.flags & COMPONENTS_V2 and any(each.id not in left for each in old.attachments):
            code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
            self._refuse("attachments", code, "The components still show a removed attachment")

    def _refuse(self, field_name: str, code: str, message: str) -> None:
        complaints = Complaints()
        complaints.add((field_name,), code, message)
        complaints.settle()
