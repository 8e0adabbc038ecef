"""What each kind of component must look like in a message.

Limits: https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.playground.discord.complaints import CHOICES, REQUIRED
from bot.playground.discord.component_kinds import (
    BESIDE_SECTION,
    IN_CONTAINER,
    IN_ROW,
    IN_SECTION,
    SELECTS,
    Kind,
)

if TYPE_CHECKING:
    from bot.playground.discord.complaints import Path
    from bot.playground.discord.inspection import Inspection, Rule
    from bot.playground.discord.payload import Payload

LINK, PREMIUM = 5, 6
MOST_COMPONENTS = 40


def action_row(seen: Inspection, it: Payload, path: Path) -> None:
    """Up to five buttons, or one select."""
    seen.children(it, (*path, "components"), IN_ROW, (1, 5))
    inside = [each for each in it.get("components") or [] if isinstance(each, dict)]
    if any(each.get("type") in SELECTS for each in inside) and len(inside) > 1:
        message = "A select must be alone in its row"
        seen.complaints.add((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)


def button(seen: Inspection, it: Payload, path: Path) -> None:
    """A link has a URL, a premium button a SKU, any other a custom_id; and something to read."""
    style = it.get("style")
    if style not in range(1, 7):
        seen.complaints.add((*path, "style"), CHOICES, "Value must be one of {1, 2, 3, 4, 5, 6}.")
        return
    seen.complaints.text(it, (*path, "label"), 0, 80)
    seen.complaints.truth(it, (*path, "disabled"))
    if style == PREMIUM:
        seen.complaints.text(it, (*path, "sku_id"), 1, 20)
        return
    if not it.get("label") and not it.get("emoji"):
        message = "A button must have a label or emoji."
        seen.complaints.add((*path, "label"), "BUTTON_COMPONENT_LABEL_OR_EMOJI", message)
    if style == LINK:
        seen.complaints.text(it, (*path, "url"), 1, 512)
    else:
        seen.custom_id(it, path)
    if it.get("url") if style != LINK else it.get("custom_id"):
        message = "A custom id and url cannot both be specified"
        seen.complaints.add(path, "BUTTON_COMPONENT_CUSTOM_ID_OR_URL", message)


def select(seen: Inspection, it: Payload, path: Path) -> None:
    """Any select menu; a string select brings its options."""
    seen.custom_id(it, path)
    seen.complaints.text(it, (*path, "placeholder"), 0, 150)
    seen.complaints.number(it, (*path, "min_values"), 0, 25)
    seen.complaints.number(it, (*path, "max_values"), 1, 25)
    if it["type"] != Kind.STRING_SELECT:
        return
    options = it.get("options") or []
    if not 1 <= len(options) <= 25:
        message = "Must be between 1 and 25 in length."
        seen.complaints.add((*path, "options"), "BASE_TYPE_BAD_LENGTH", message)
    for at, option in enumerate(options):
        for key, least in (("label", 1), ("value", 1), ("description", 0)):
            seen.complaints.text(option, (*path, "options", at, key), least, 100)


def section(seen: Inspection, it: Payload, path: Path) -> None:
    """One to three texts beside a button or a thumbnail."""
    seen.children(it, (*path, "components"), IN_SECTION, (1, 3))
    if it.get("accessory") is None:
        seen.complaints.add((*path, "accessory"), REQUIRED, "This field is required")
    else:
        seen.one(it["accessory"], (*path, "accessory"), BESIDE_SECTION)


def text_display(seen: Inspection, it: Payload, path: Path) -> None:
    """Words; blank ones count as missing."""
    content = it.get("content")
    if isinstance(content, str) and not content.strip():
        seen.complaints.add((*path, "content"), REQUIRED, "This field is required")
        return
    seen.complaints.text(it, (*path, "content"), 1, 4000)
    if isinstance(content, str):
        seen.texts.append(content)


def thumbnail(seen: Inspection, it: Payload, path: Path) -> None:
    """A small image beside a section."""
    seen.medium(it, (*path, "media"))
    if it.get("description") is not None:
        seen.complaints.text(it, (*path, "description"), 1, 1024)
    seen.complaints.truth(it, (*path, "spoiler"))


def media_gallery(seen: Inspection, it: Payload, path: Path) -> None:
    """One to ten images, each with its own alt text and spoiler."""
    items = it.get("items")
    if not isinstance(items, list) or not 1 <= len(items) <= 10:
        message = "Must be between 1 and 10 in length."
        seen.complaints.add((*path, "items"), "BASE_TYPE_BAD_LENGTH", message)
        return
    for at, item in enumerate(items):
        thumbnail(seen, item, (*path, "items", at))


def file(seen: Inspection, it: Payload, path: Path) -> None:
    """A download; it can only be an attachment."""
    seen.medium(it, (*path, "file"))
    seen.complaints.truth(it, (*path, "spoiler"))
    address = (it.get("file") or {}).get("url")
    if not str(address).startswith("attachment://"):
        message = "A file must be an attachment:// reference"
        seen.complaints.add((*path, "file", "url"), "URL_TYPE_INVALID_SCHEME", message)


def separator(seen: Inspection, it: Payload, path: Path) -> None:
    """Space between two blocks."""
    seen.complaints.truth(it, (*path, "divider"))
    seen.complaints.number(it, (*path, "spacing"), 1, 2)


def container(seen: Inspection, it: Payload, path: Path) -> None:
    """A box; boxes do not nest."""
    seen.children(it, (*path, "components"), IN_CONTAINER, (1, MOST_COMPONENTS))
    seen.complaints.number(it, (*path, "accent_color"), 0, 0xFFFFFF)
    seen.complaints.truth(it, (*path, "spoiler"))


MESSAGE_RULES: dict[Kind, Rule] = {
    Kind.ACTION_ROW: action_row,
    Kind.BUTTON: button,
    **dict.fromkeys(SELECTS, select),
    Kind.SECTION: section,
    Kind.TEXT_DISPLAY: text_display,
    Kind.THUMBNAIL: thumbnail,
    Kind.MEDIA_GALLERY: media_gallery,
    Kind.FILE: file,
    Kind.SEPARATOR: separator,
    Kind.CONTAINER: container,
}
