"""Which files a message carries, and when it was edited, as Discord tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.domain.attachments import Attached

LARGEST_ID = 2**63

_NESTED = frozenset({"components", "items"})
"""Keys of a component under which there are others."""


def attached(message: Mapping[str, object]) -> Attached:
    """Return the attachments of a message as JSON, whatever its shape: ids by file name.

    Files that a component shows are told there alone, and named only by their address.
    """
    return {name: number for name, number, _ in _shown(message.get("components"))}


def addresses(message: Mapping[str, object]) -> Mapping[str, str]:
    """Return where the attachments of a message are for now, by file name."""
    return {name: address for name, _, address in _shown(message.get("components"))}


def edited(message: Mapping[str, object]) -> str | None:
    """Return when a message was last edited, in Discord's words."""
    at = message.get("edited_timestamp")
    return at if isinstance(at, str) else None


def _shown(components: object) -> Iterator[tuple[str, int, str]]:
    if not isinstance(components, list):
        return
    for component in cast("list[object]", components):
        if isinstance(component, dict):
            for kind, value in cast("dict[str, object]", component).items():
                if kind == "media":
                    yield from _named(value)
                elif kind in _NESTED:
                    yield from _shown(value)


def _named(media: object) -> Iterator[tuple[str, int, str]]:
    if not isinstance(media, dict):
        return
    told = cast("dict[str, object]", media)
    number, address = str(told.get("attachment_id")), told.get("url")
    if not isinstance(address, str) or not (name := _last_part(address)):
        return
    if number.isascii() and number.isdecimal() and int(number) < LARGEST_ID:
        yield name, int(number), address


def _last_part(address: str) -> str:
    try:
        return urlsplit(address).path.rpartition("/")[2]
    except ValueError:
        return ""
