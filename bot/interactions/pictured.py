"""Which pictures a message shows, as far as Discord keeps their files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import discord

KINDS = ("image/png", "image/jpeg", "image/webp")
ENDINGS = (".png", ".jpg", ".jpeg", ".webp")
MOST = 10
"""Of a message; Discord takes as many files."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """One picture."""

    name: str
    url: str


def pictures_of(message: discord.Message) -> list[Pictured]:
    """Return the pictures of a message in their order, those that it forwards too."""
    attached = [*message.attachments]
    for snapshot in message.message_snapshots:
        attached += snapshot.attachments
    found = [picture for it in attached for picture in pictured(it)]
    shown = (Pictured(URL(url).name, url) for url in _shown(message.components))
    found += [it for it in shown if it.name.lower().endswith(ENDINGS)]
    return list(dict.fromkeys(found))[:MOST]


def pictured(file: discord.Attachment) -> list[Pictured]:
    """Return the picture that an attachment is, if it is one: Discord mostly tells its type."""
    told = file.content_type
    is_picture = told.startswith(KINDS) if told else file.filename.lower().endswith(ENDINGS)
    return [Pictured(file.filename, file.url)] if is_picture else []


def _shown(components: Iterable[object]) -> Iterator[str]:
    """Yield the addresses of what components show, however deep they lie."""
    for component in components:
        for part in (component, *getattr(component, "items", ())):
            if (url := getattr(getattr(part, "media", None), "url", None)) is not None:
                yield str(url)
        yield from _shown(getattr(component, "children", ()))
        if (accessory := getattr(component, "accessory", None)) is not None:
            yield from _shown([accessory])
