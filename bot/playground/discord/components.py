"""The rules for a message's components as a whole, and what Discord answers for them."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from bot.playground.discord.component_kinds import AT_TOP, AT_TOP_LEGACY, Kind, walk
from bot.playground.discord.component_rules import MESSAGE_RULES, MOST_COMPONENTS
from bot.playground.discord.inspection import Inspection
from bot.playground.discord.refusals import BROKEN, RefusalError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.discord.attachments import Attachment, Link
    from bot.playground.discord.payload import Payload

MOST_CHARACTERS = 4000
MOST_BYTES = 10_170
BYTES_PER_TEXT = 12
"""Beyond this many bytes of text Discord breaks: discord-api-docs issue 8554."""
SCHEME = "attachment://"


def accept(
    components: list[Payload],
    *,
    v2: bool,
    named: Mapping[str, Attachment],
    link: Link,
) -> tuple[Payload, ...]:
    """Check components and return them as Discord answers them.

    Args:
        components: As the bot sent them.
        v2: Whether the message has the Components V2 flag.
        named: The attachments that ``attachment://`` may show, by name.
        link: Where an attachment can be fetched.

    Raises:
        RefusalError: 50035 with all that is wrong, or 500 when the text has too many bytes.

    """
    form = deepcopy({"components": components})
    seen = Inspection(MESSAGE_RULES)
    most = MOST_COMPONENTS if v2 else 5
    seen.children(form, ("components",), AT_TOP if v2 else AT_TOP_LEGACY, (0, most))
    _check_totals(seen, v2=v2)
    for path, media in seen.media:
        if not _resolve(media, named, link):
            message = f"The referenced attachment {media['url']!r} was not found"
            code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
            seen.complaints.add((*path, "url"), code, message)
    seen.complaints.settle()
    if sum(len(text.encode()) + BYTES_PER_TEXT for text in seen.texts) > MOST_BYTES:
        raise RefusalError(*BROKEN)
    _describe_files(form["components"], named)
    return _numbered(form["components"])


def texts_of(components: tuple[Payload, ...]) -> list[str]:
    """Return the words of all TextDisplays, in reading order."""
    flat = (each for top in components for each in walk(top))
    return [each["content"] for each in flat if each["type"] == Kind.TEXT_DISPLAY]


def _check_totals(seen: Inspection, *, v2: bool) -> None:
    if v2 and seen.count > MOST_COMPONENTS:
        message = f"The total number of components exceeds {MOST_COMPONENTS}"
        seen.complaints.add(("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    if sum(map(len, seen.texts)) > MOST_CHARACTERS:
        message = f"The total displayable text size exceeds {MOST_CHARACTERS}"
        code = "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"
        seen.complaints.add(("components",), code, message)


def _resolve(media: Payload, named: Mapping[str, Attachment], link: Link) -> bool:
    url: str = media["url"]
    if not url.startswith(SCHEME):
        media.update(proxy_url=url, width=None, height=None, content_type=None)
        return url.startswith(("https://", "http://"))
    attachment = named.get(url.removeprefix(SCHEME))
    if attachment is None:
        return False
    width, height = attachment.size_px or (None, None)
    media.update(
        id=str(attachment.id),
        url=link(attachment),
        proxy_url=link(attachment),
        width=width,
        height=height,
        content_type=attachment.content_type,
        attachment_id=str(attachment.id),
        loading_state=2,
    )
    return True


def _describe_files(components: list[Payload], named: Mapping[str, Attachment]) -> None:
    files = {str(each.id): each for each in named.values()}
    for each in (each for top in components for each in walk(top)):
        if each["type"] == Kind.FILE:
            attachment = files[each["file"]["attachment_id"]]
            each.update(name=attachment.name, size=len(attachment.data))


def _numbered(components: list[Payload]) -> tuple[Payload, ...]:
    flat = [each for top in components for each in walk(top)]
    taken = {each.get("id") for each in flat}
    free = (number for number in range(1, 1000) if number not in taken)
    for each in flat:
        each["id"] = each.get("id") or next(free)
    return tuple(components)
