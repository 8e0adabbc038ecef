"""Short words for Discord's components, as a bot sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

V2 = 1 << 15
EPHEMERAL = 1 << 6

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """A message to be sent: its JSON, and its files by name."""

    body: Part
    files: Mapping[str, bytes] = field(default_factory=dict)


def v2(*components: Part, files: Mapping[str, bytes] | None = None) -> Post:
    return Post({"flags": V2, "components": list(components)}, files or {})


def text(content: str) -> Part:
    return {"type": 10, "content": content}


def row(*inside: Part) -> Part:
    return {"type": 1, "components": list(inside)}


def button(label: str, custom_id: str, style: int = 2, **changes: object) -> Part:
    return {"type": 2, "style": style, "label": label, "custom_id": custom_id, **changes}


def link(label: str, url: str, **changes: object) -> Part:
    return {"type": 2, "style": 5, "label": label, "url": url, **changes}


def section(accessory: Part, *words: str) -> Part:
    return {"type": 9, "components": [text(each) for each in words], "accessory": accessory}


def thumbnail(name: str, alt: str, **changes: object) -> Part:
    return {"type": 11, "media": {"url": f"attachment://{name}"}, "description": alt, **changes}


def gallery(*names: str, **changes: object) -> Part:
    items = [
        {"media": {"url": f"attachment://{name}"}, "description": f"Rings, {name}", **changes}
        for name in names
    ]
    return {"type": 12, "items": items}


def file(name: str, **changes: object) -> Part:
    return {"type": 13, "file": {"url": f"attachment://{name}"}, **changes}


def separator(*, divider: bool = True, spacing: int = 1) -> Part:
    return {"type": 14, "divider": divider, "spacing": spacing}


def container(*inside: Part, **changes: object) -> Part:
    return {"type": 17, "components": list(inside), **changes}


def select(kind: int, custom_id: str, placeholder: str, **changes: object) -> Part:
    return {"type": kind, "custom_id": custom_id, "placeholder": placeholder, **changes}


def option(label: str, value: str, **changes: object) -> Part:
    return {"label": label, "value": value, **changes}
