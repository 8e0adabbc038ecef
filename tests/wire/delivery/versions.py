"""What people saw of a message, version by version."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from bot.playground.discord.component_kinds import walk

if TYPE_CHECKING:
    from bot.playground.discord.messages import Message, Version


class Seen(IntEnum):
    """How much of a flagged image a version gives away, the least first."""

    NOTHING = 0
    BLUR = 1
    SPOILER = 2
    ALL = 3


def is_final(version: Version) -> bool:
    """Whether there is nothing left to cancel."""
    ids = [part.get("custom_id", "") for top in version.components for part in walk(top)]
    return not any(":cancel:" in custom_id for custom_id in ids)


def seen(version: Version) -> Seen:
    """Return the most that it gives away."""
    shown = [Seen.NOTHING]
    for attachment in version.attachments:
        if "-blurred." in attachment.name:
            shown.append(Seen.BLUR)
        else:
            shown.append(Seen.SPOILER if is_spoiler(version) else Seen.ALL)
    return max(shown)


def is_spoiler(version: Version) -> bool:
    """Whether every image hides behind a click."""
    items = [
        item for top in version.components for part in walk(top) for item in part.get("items", ())
    ]
    return bool(items) and all(item.get("spoiler") for item in items)


def exposures(message: Message, most: Seen) -> list[float]:
    """Return for how many seconds each version was to be seen that gives away more than ``most``.

    The last version is to be seen for ever.
    """
    ends = [version.at for version in message.versions[1:]] + [float("inf")]
    return [
        end - version.at
        for version, end in zip(message.versions, ends, strict=True)
        if seen(version) > most
    ]
