"""The texts of an XMP record, which is XML: found by their tags, without a parser of XML.

Nothing is declared, included or expanded; what is nested wrongly yields nothing or a wrong text.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.embedded.records import Records

XMP = b"http://ns.adobe.com/xap/1.0/\0"
"""Before the record in a JPEG."""

_NAMES = {
    "exif:UserComment": "UserComment",
    "dc:description": "ImageDescription",
}
LONGEST = 64 * 1024
"""Characters of a record that are looked at: a JPEG's segment has no room for more."""

_TAG = re.compile("<[^<>]*+>")


def read_xmp(record: str, records: Records) -> None:
    """Add the texts of an XMP record that programs keep settings in."""
    seen = record[:LONGEST]
    for tag, name in _NAMES.items():
        records.add(name, _element(seen, tag) or _attribute(seen, tag))


def _element(record: str, tag: str) -> str:
    """Return the words between a tag and its end."""
    _, _, rest = record.partition(f"<{tag}")
    inner, end, _ = rest.partition(f"</{tag}>")
    if not end:
        return ""
    # The tag itself goes on up to its bracket; within there are a list and its one entry.
    return unescape(_TAG.sub("", f"<{inner}")).strip()


def _attribute(record: str, tag: str) -> str:
    _, found, rest = record.partition(f'{tag}="')
    return unescape(rest.partition('"')[0]).strip() if found else ""
