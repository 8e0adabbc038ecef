"""A message of one box, as Discord takes it: what jobs show, which have several of them each.

discord.py's views are made to hear presses: each has an id by chance and a future, and its items
hold on to one another until the collector comes. What is sent by requests of our own needs none
of that, and costs a third.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from discord import ButtonStyle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Component: TypeAlias = "dict[str, Any]"
"""Source: https://docs.discord.com/developers/components/reference"""

_ACTION_ROW = 1
_BUTTON = 2
_STRING_SELECT = 3
_TEXT_DISPLAY = 10
_MEDIA_GALLERY = 12
_CONTAINER = 17


class Shown(Protocol):
    """What a message may show: a card, or a view of discord.py."""

    def to_components(self) -> list[Component]:
        """Return it as Discord takes it."""
        ...


@dataclass(frozen=True, slots=True)
class Card:
    """A box with an edge of one colour."""

    accent: int
    parts: Sequence[Component]

    def to_components(self) -> list[Component]:
        """See Shown."""
        return [
            {"type": _CONTAINER, "accent_color": self.accent, "components": list(self.parts)},
        ]


def words(content: str) -> Component:
    """Return a paragraph."""
    return {"type": _TEXT_DISPLAY, "content": content}


def gallery(items: Sequence[Component]) -> Component:
    """Return images beside each other, each an ``image``."""
    return {"type": _MEDIA_GALLERY, "items": items}


def image(attachment: str, description: str, *, spoiler: bool) -> Component:
    """Return an image of a gallery, by the name of its attachment."""
    media = {"url": f"attachment://{attachment}"}
    return {"media": media, "description": description, "spoiler": spoiler}


def row(parts: Iterable[Component]) -> Component:
    """Return buttons beside each other, or one select."""
    return {"type": _ACTION_ROW, "components": list(parts)}


def press(label: str, custom_id: str, style: ButtonStyle = ButtonStyle.secondary) -> Component:
    """Return a button."""
    return {"type": _BUTTON, "style": style.value, "label": label, "custom_id": custom_id}


def select(custom_id: str, placeholder: str, options: Iterable[tuple[str, str]]) -> Component:
    """Return a select, from which one is picked; of each option its label and value."""
    return {
        "type": _STRING_SELECT,
        "custom_id": custom_id,
        "placeholder": placeholder,
        "options": [{"label": label, "value": value} for label, value in options],
    }
