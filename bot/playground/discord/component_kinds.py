"""The kinds of components, and which may stand in which.

Source: https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.discord.payload import Payload


class Kind(IntEnum):
    """Types of components."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = frozenset(
    {
        Kind.STRING_SELECT,
        Kind.USER_SELECT,
        Kind.ROLE_SELECT,
        Kind.MENTIONABLE_SELECT,
        Kind.CHANNEL_SELECT,
    }
)
IN_CONTAINER = frozenset(
    {
        Kind.ACTION_ROW,
        Kind.SECTION,
        Kind.TEXT_DISPLAY,
        Kind.MEDIA_GALLERY,
        Kind.FILE,
        Kind.SEPARATOR,
    }
)
AT_TOP = IN_CONTAINER | {Kind.CONTAINER}
AT_TOP_LEGACY = frozenset({Kind.ACTION_ROW})
IN_ROW = SELECTS | {Kind.BUTTON}
IN_SECTION = frozenset({Kind.TEXT_DISPLAY})
BESIDE_SECTION = frozenset({Kind.BUTTON, Kind.THUMBNAIL})
CHOOSERS = frozenset({Kind.RADIO_GROUP, Kind.CHECKBOX_GROUP, Kind.CHECKBOX})
IN_LABEL = SELECTS | CHOOSERS | {Kind.TEXT_INPUT, Kind.FILE_UPLOAD}
IN_MODAL = frozenset({Kind.ACTION_ROW, Kind.TEXT_DISPLAY, Kind.LABEL})


def walk(component: Payload) -> Iterator[Payload]:
    """Yield a component and all inside it, parents first, as they are read."""
    yield component
    for child in component.get("components", []):
        yield from walk(child)
    for key in ("accessory", "component"):
        if key in component:
            yield from walk(component[key])
